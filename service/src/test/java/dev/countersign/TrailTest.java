package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExplainChallengeRequest;
import dev.countersign.v1.GetAuditEventRequest;
import dev.countersign.v1.GetErasureCertificateRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.ProveInclusionRequest;
import dev.countersign.v1.WatchAuditEventsRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the audit trail tells of calls that were refused, and of those that read it.
@Timeout(120)
class TrailTest {
    private static final String NUMBER = "+12025550162";
    private static final String ADDRESS = "203.0.113.77";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.settingOn(postgres, Map.of("COUNTERSIGN_AUDIT_REFUSALS_PER_MINUTE", "3"));
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void refusedCallIsToldWithItsReasonAndWhoCalled() {
        assertThat(reasonOf(() -> login("12"))).isEqualTo("INVALID_PHONE_NUMBER");

        var refused = until("audit.CallRefused", found -> !found.isEmpty()).getFirst();

        assertThat(refused.getOutcome()).isEqualTo(AuditOutcome.AUDIT_OUTCOME_FAILURE);
        assertThat(refused.getReason()).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(refused.getSecretId()).isEqualTo(service.secret.id().value());
        assertThat(refused.getRequestId()).startsWith("request-id-");
        assertThat(detail(refused, "rpc").getStringValue())
                .isEqualTo("countersign.v1.PasscodeService/LoginOrCreateBySms");
        assertThat(detail(refused, "count").getNumberValue()).isEqualTo(1);
        assertThat(list(AuditFilter.newBuilder().setRequestId(refused.getRequestId())))
                .containsExactly(refused);
        assertThat(list(AuditFilter.newBuilder().setIpAddress("127.0.0.1"))).contains(refused);
    }

    @Test
    void refusedCallIsFoundByTheAddressThatAGatewayForwards() {
        assertThat(reasonOf(() -> loginFor("203.0.113.9"))).isEqualTo("INVALID_PHONE_NUMBER");

        until("audit.CallRefused", found -> !found.isEmpty());
        assertThat(list(AuditFilter.newBuilder().setIpAddress("203.0.113.9"))).hasSize(1);
    }

    @Test
    void whoIsNoGatewayCannotSayWhereItCallsFrom() throws InterruptedException {
        service.close();
        service = TestService.settingOn(postgres, Map.of("COUNTERSIGN_GRPC_GATEWAYS", "192.0.2.1"));
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);

        assertThat(reasonOf(() -> loginFor("203.0.113.9"))).isEqualTo("INVALID_PHONE_NUMBER");

        until("audit.CallRefused", found -> !found.isEmpty());
        assertThat(list(AuditFilter.newBuilder().setIpAddress("203.0.113.9"))).isEmpty();
        assertThat(list(AuditFilter.newBuilder().setIpAddress("127.0.0.1"))).hasSize(1);
    }

    @Test
    void wrongSecretOfAProjectIsTold() {
        var stranger = service.service.projects().create("other", Environment.TEST);
        var wrong = service.secret.project().value() + ":" + stranger.secret().revealOnce();
        assertThat(reasonOf(() -> loginAs(wrong))).isEqualTo("UNAUTHORIZED_CREDENTIALS");

        var refused = until("audit.CallRefused", found -> !found.isEmpty()).getFirst();

        assertThat(refused.getReason()).isEqualTo("UNAUTHORIZED_CREDENTIALS");
        assertThat(refused.getSecretId()).isEmpty();
    }

    @Test
    void secretWithTheWrongRoleIsTold() {
        assertThat(reasonOf(() -> audit(service.secret).listAuditEvents(ListAuditEventsRequest.getDefaultInstance())))
                .isEqualTo("UNAUTHORIZED_ACTION");

        assertThat(until("audit.CallRefused", found -> !found.isEmpty()))
                .extracting(AuditEvent::getReason)
                .containsExactly("UNAUTHORIZED_ACTION");
    }

    @Test
    void callsThatComeOnTopAreOneEntryAMinute() {
        for (var i = 0; i < 10; i++) {
            assertThat(reasonOf(() -> login("12"))).isEqualTo("INVALID_PHONE_NUMBER");
        }
        until("audit.CallRefused", found -> found.size() == 3);

        service.clock.advance(MINUTE);

        var refused = until("audit.CallRefused", found -> found.size() == 4);
        assertThat(refused)
                .extracting(one -> detail(one, "count").getNumberValue())
                .containsExactly(7.0, 1.0, 1.0, 1.0);
        assertThat(refused.getFirst().getSystem()).isEqualTo("refusals");
    }

    @Test
    void parallelRefusalsAreAllCounted() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200).forEach(call -> callers.submit(() -> reasonOf(() -> login("12"))));
        }
        service.clock.advance(MINUTE);

        var refused = Eventually.gives(
                () -> list(AuditFilter.newBuilder().setType("audit.CallRefused")),
                found -> found.stream()
                                .mapToDouble(one -> detail(one, "count").getNumberValue())
                                .sum()
                        == 200);
        assertThat(refused).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void projectsThatDoNotExistAreCountedInTheLedgerOfTheInstallation() throws SQLException {
        for (var i = 0; i < 20; i++) {
            assertThat(reasonOf(() -> loginAs(ProjectId.random(Environment.TEST).value() + ":secret")))
                    .isEqualTo("UNAUTHORIZED_CREDENTIALS");
        }
        service.clock.advance(MINUTE);

        Eventually.gives(() -> refusedOfNobody(), counts -> counts.equals(List.of(20)));
        assertThat(list(AuditFilter.newBuilder().setType("audit.CallRefused"))).isEmpty();
    }

    private List<Integer> refusedOfNobody() {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("""
                        select (convert_from(e.payload, 'UTF8')::jsonb ->> 'count')::int
                        from audit_entry a join ledger l using (ledger_id) join event e on e.global_index = a.position
                        where l.name = 'installation' and a.type = 'audit.CallRefused'""")) {
            var counts = new ArrayList<Integer>();
            while (row.next()) {
                counts.add(row.getInt(1));
            }
            return counts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// It is an event of its own.
    @Test
    void wrongCodeIsNotToldTwice() {
        var login = login(NUMBER);
        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), "000000"))).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> authenticate("phone-number-test-00000000-0000-4000-8000-000000000000", "000000")))
                .isEqualTo("OTP_CODE_NOT_FOUND");

        until("audit.CallRefused", found -> !found.isEmpty());
        service.clock.advance(MINUTE);
        assertThat(reasonOf(() -> login("12"))).isEqualTo("INVALID_PHONE_NUMBER");
        var refused = until("audit.CallRefused", found -> found.size() > 1);

        assertThat(refused)
                .extracting(AuditEvent::getReason)
                .containsExactly("INVALID_PHONE_NUMBER", "OTP_CODE_NOT_FOUND");
        assertThat(list(AuditFilter.newBuilder().setType("passcode.CodeMismatched")))
                .hasSize(1);
    }

    @Test
    void whatWaitsIsStoredWhenTheProcessStops() {
        for (var i = 0; i < 10; i++) {
            assertThat(reasonOf(() -> login("12"))).isEqualTo("INVALID_PHONE_NUMBER");
        }
        service.service.close();

        assertThat(stored("audit.CallRefused")).hasSize(4);
    }

    @Test
    void nothingThatIsNotedHoldsPersonalData() {
        login(NUMBER);
        list(AuditFilter.newBuilder()
                .setPhoneNumber(NUMBER)
                .setIpAddress(ADDRESS)
                .setType(NUMBER)
                .setUserId("Johanna.Mustermann")
                .setProvider("Erika_Mustermann.example.com")
                .setReason("JOHANNA_MUSTERMANN")
                .setCountry("Jo"));
        assertThat(reasonOf(() -> login("+1202555016299999"))).isEqualTo("INVALID_PHONE_NUMBER");
        service.service.close();

        assertThat(String.join("\n", stored("audit.")))
                .contains(
                        "phone_number=?", "ip_address=?", "type=?", "user_id=?", "provider=?", "reason=?", "country=?")
                .doesNotContain("2025550162", ADDRESS, "127.0.0.1", "hmac:")
                .doesNotContainIgnoringCase("Mustermann");
    }

    @Test
    void readingIsToldOnceAtFirstAndThenOnceAMinute() {
        login(NUMBER);
        var first = until("audit.TrailRead", found -> !found.isEmpty());
        assertThat(first).hasSize(1);
        var read = first.getFirst();
        assertThat(read.getSecretId()).isEqualTo(auditor.id().value());
        assertThat(detail(read, "rpc").getStringValue()).isEqualTo("ListAuditEvents");
        assertThat(detail(read, "revealed").getBoolValue()).isFalse();
        assertThat(detail(read, "filter").getListValue().getValues(0).getStringValue())
                .isEqualTo("type=audit.TrailRead");

        for (var i = 0; i < 100; i++) {
            list(AuditFilter.newBuilder().setType("audit.TrailRead"));
        }
        service.clock.advance(MINUTE);
        var second = until("audit.TrailRead", found -> found.size() > 1);

        assertThat(second).hasSize(2);
        assertThat(detail(second.getFirst(), "calls").getNumberValue()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void whoWatchesIsNotKeptAwakeByItself() {
        try (var watcher = AuditWatcher.on(
                service.channel,
                auditor,
                WatchAuditEventsRequest.newBuilder().setFromEntry(0).build())) {
            Eventually.gives(watcher::types, types -> types.contains("audit.TrailRead"));
            for (var minute = 0; minute < 3; minute++) {
                service.clock.advance(MINUTE);
                var beats = watcher.messages();
                Eventually.gives(watcher::messages, messages -> messages > beats + 2);
            }
            assertThat(watcher.types()).containsOnlyOnce("audit.TrailRead");
        }
    }

    @Test
    void clearTextTakesARightOfItsOwn() {
        login(NUMBER);
        assertThat(reasonOf(() -> audit(auditor).listAuditEvents(revealing()))).isEqualTo("REVEAL_NOT_ALLOWED");
        assertThat(reasonOf(() -> audit(auditor)
                        .getAuditEvent(GetAuditEventRequest.newBuilder()
                                .setEntry(0)
                                .setRevealPersonalData(true)
                                .build())))
                .isEqualTo("REVEAL_NOT_ALLOWED");
        try (var watcher = AuditWatcher.on(
                service.channel,
                auditor,
                WatchAuditEventsRequest.newBuilder().setRevealPersonalData(true).build())) {
            assertThat(ErrorInfos.of(watcher.end().orElseThrow()).getReason()).isEqualTo("REVEAL_NOT_ALLOWED");
        }
    }

    /// The entry of it is stored when the answer arrives.
    @Test
    void clearTextIsToldAfterItIsNoted() {
        login(NUMBER);
        var clear = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);
        until("passcode.CodeSent", found -> !found.isEmpty());

        var told = audit(clear).listAuditEvents(revealing()).getEventsList();
        assertThat(stored("audit.TrailRead"))
                .anySatisfy(note -> assertThat(note).contains("\"revealed\":true", "\"entries\":" + told.size()));

        assertThat(told)
                .filteredOn(event -> event.getType().equals("passcode.CodeIssued"))
                .singleElement()
                .satisfies(issued -> {
                    assertThat(issued.getPhoneNumber()).isEqualTo(NUMBER);
                    assertThat(issued.getIpAddress()).isEqualTo(ADDRESS);
                });
        assertThat(audit(clear)
                        .listAuditEvents(ListAuditEventsRequest.getDefaultInstance())
                        .getEventsList())
                .extracting(AuditEvent::getPhoneNumber)
                .contains("+1 202 ***-**62")
                .doesNotContain(NUMBER);
        try (var watcher = AuditWatcher.on(
                service.channel,
                clear,
                WatchAuditEventsRequest.newBuilder()
                        .setFromEntry(0)
                        .setRevealPersonalData(true)
                        .build())) {
            Eventually.gives(watcher::types, types -> types.contains("passcode.CodeIssued"));
            assertThat(watcher.told()).extracting(AuditEvent::getPhoneNumber).contains(NUMBER);
        }
    }

    /// Whose data was seen can be told from the note.
    @Test
    void whatWasAskedForByItsNumberIsNotedWithIt() {
        var login = login(NUMBER);
        var clear = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);
        var issued = until("passcode.CodeIssued", found -> !found.isEmpty()).getFirst();

        var _ = audit(clear)
                .getAuditEvent(GetAuditEventRequest.newBuilder()
                        .setEntry(issued.getEntry())
                        .setRevealPersonalData(true)
                        .build());
        var _ = audit(clear)
                .explainChallenge(ExplainChallengeRequest.newBuilder()
                        .setChallengeId(issued.getChallengeId())
                        .setRevealPersonalData(true)
                        .build());
        try (var watcher = AuditWatcher.on(
                service.channel,
                clear,
                WatchAuditEventsRequest.newBuilder()
                        .setFilter(AuditFilter.newBuilder().setUserId(login.getUserId()))
                        .setFromEntry(2)
                        .setRevealPersonalData(true)
                        .build())) {
            Eventually.gives(watcher::messages, messages -> messages > 0);
        }

        assertThat(String.join("\n", stored("audit.TrailRead")))
                .contains(
                        "\"filter\":[\"entry=" + issued.getEntry() + "\"],\"revealed\":true",
                        "\"filter\":[\"challenge_id=" + issued.getChallengeId() + "\"],\"revealed\":true",
                        "\"filter\":[\"user_id=" + login.getUserId() + "\",\"from_entry=2\"],\"revealed\":true");
    }

    @Test
    void proofsAndCertificatesAreNotedAsReadings() {
        var user = login(NUMBER).getUserId();
        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId(user).build());
        until("user.UserErased", found -> !found.isEmpty());
        var _ = audit(auditor)
                .proveInclusion(ProveInclusionRequest.newBuilder()
                        .setEntry(0)
                        .setSize(1)
                        .build());
        Eventually.gives(
                () -> {
                    service.clock.advance(Duration.ofSeconds(1));
                    return reasonOfAsking(user);
                },
                String::isEmpty);
        service.service.close();

        assertThat(String.join("\n", stored("audit.TrailRead")))
                .contains(
                        "\"rpc\":\"ProveInclusion\",\"filter\":[\"entry=0\"]",
                        "\"rpc\":\"GetErasureCertificate\",\"filter\":[\"user_id=" + user + "\"]");
    }

    /// Empty: there is a certificate.
    private String reasonOfAsking(String user) {
        try {
            var _ = audit(auditor)
                    .getErasureCertificate(GetErasureCertificateRequest.newBuilder()
                            .setUserId(user)
                            .build());
            return "";
        } catch (StatusRuntimeException e) {
            return ErrorInfos.of(e).getReason();
        }
    }

    private static ListAuditEventsRequest revealing() {
        return ListAuditEventsRequest.newBuilder().setRevealPersonalData(true).build();
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes().loginOrCreateBySms(request(number));
    }

    private LoginOrCreateBySmsResponse loginFor(String client) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER), client);
        return service.passcodes()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .loginOrCreateBySms(request("12"));
    }

    private LoginOrCreateBySmsResponse loginAs(String credentials) {
        return service.passcodesAs(credentials).loginOrCreateBySms(request(NUMBER));
    }

    private static LoginOrCreateBySmsRequest request(String number) {
        return LoginOrCreateBySmsRequest.newBuilder()
                .setPhoneNumber(number)
                .setAttributes(Attributes.newBuilder().setIpAddress(ADDRESS))
                .build();
    }

    private Object authenticate(String phone, String code) throws StatusRuntimeException {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .build());
    }

    private List<AuditEvent> until(String type, Predicate<List<AuditEvent>> expected) {
        return Eventually.gives(() -> list(AuditFilter.newBuilder().setType(type)), expected);
    }

    private List<AuditEvent> list(AuditFilter.Builder filter) {
        return audit(auditor)
                .listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(filter)
                        .setLimit(1000)
                        .build())
                .getEventsList();
    }

    private AuditServiceBlockingStub audit(NewSecret who) {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(who));
    }

    /// The payloads of all events whose names begin so.
    private List<String> stored(String type) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var select = connection.prepareStatement("""
                        select convert_from(payload, 'UTF8') || convert_from(metadata, 'UTF8') from event
                        where starts_with(payload_type, ?) order by global_index""")) {
            select.setString(1, type);
            var payloads = new ArrayList<String>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    payloads.add(row.getString(1));
                }
            }
            return payloads;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Value detail(AuditEvent event, String name) {
        return event.getDetails().getFieldsOrThrow(name);
    }
}
