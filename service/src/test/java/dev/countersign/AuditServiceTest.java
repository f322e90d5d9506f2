package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.ConsistencyProof;
import dev.countersign.proof.Hash;
import dev.countersign.proof.InclusionProof;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.CountAuditEventsRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExplainChallengeRequest;
import dev.countersign.v1.GetAuditEventRequest;
import dev.countersign.v1.GetAuditorRequest;
import dev.countersign.v1.GetAuditorResponse;
import dev.countersign.v1.GetCheckpointRequest;
import dev.countersign.v1.GetCheckpointResponse;
import dev.countersign.v1.GetErasureCertificateRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.ListAuditEventsResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.ProveConsistencyRequest;
import dev.countersign.v1.ProveInclusionRequest;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The audit trail, over gRPC.
class AuditServiceTest {
    private static final String NUMBER = "+12025550162";
    private static final String ADDRESS = "203.0.113.77";

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
        service = TestService.onFreshDatabase(postgres);
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void auditorIsToldWhatTheSecretIsGoodFor() {
        var projects = service.service.projects();
        var seesAll = projects.addSecret(service.secret.project(), SecretRole.AUDITOR_CLEAR);

        assertThat(audit(auditor).getAuditor(GetAuditorRequest.getDefaultInstance()))
                .isEqualTo(GetAuditorResponse.newBuilder()
                        .setProjectId(service.secret.project().value())
                        .setSecretId(auditor.id().value())
                        .build());
        assertThat(audit(seesAll)
                        .getAuditor(GetAuditorRequest.getDefaultInstance())
                        .getMayReveal())
                .isTrue();
    }

    @Test
    void loginIsToldFromItsBeginningToItsEnd() {
        var login = login();
        authenticate(login.getPhoneId(), "000000");
        authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));

        var events = until(
                filter -> filter.setUserId(login.getUserId()),
                found -> found.stream().anyMatch(event -> event.getType().equals("session.SessionStarted")));

        assertThat(events.stream().map(AuditEvent::getType))
                .contains(
                        "user.UserCreated",
                        "phone.PhoneRegistered",
                        "passcode.CodeIssued",
                        "passcode.CodeSent",
                        "passcode.CodeMismatched",
                        "passcode.CodeVerified",
                        "phone.PhoneVerified",
                        "session.SessionStarted");
        assertThat(event(events, "passcode.CodeMismatched")).satisfies(mismatch -> {
            assertThat(mismatch.getOutcome()).isEqualTo(AuditOutcome.AUDIT_OUTCOME_FAILURE);
            assertThat(mismatch.getReason()).isEqualTo("OTP_CODE_NOT_FOUND");
            assertThat(mismatch.getPhoneNumber()).isEqualTo("+1 202 ***-**62");
            assertThat(mismatch.getCountry()).isEqualTo("US");
            assertThat(mismatch.getSecretId()).isEqualTo(service.secret.id().value());
            assertThat(mismatch.getRequestId()).isNotEmpty();
        });
        assertThat(event(events, "passcode.CodeIssued").getIpAddress()).isEqualTo("203.0.113.0");
        assertThat(events).extracting(AuditEvent::getEntry).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void everyFilterFindsItsEntriesAndNoOthers() {
        var other = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+442079460958")
                        .build());
        var login = login();
        authenticate(login.getPhoneId(), "000000");
        authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));
        var all = until(
                filter -> filter.setUserId(login.getUserId()),
                found -> found.stream().anyMatch(event -> event.getType().equals("passcode.CodeSent"))
                        && found.stream().anyMatch(event -> event.getType().equals("session.SessionStarted")));
        var issued = event(all, "passcode.CodeIssued");
        var sent = event(all, "passcode.CodeSent");

        finds(
                filter -> filter.setType("passcode.CodeMismatched"),
                event -> event.getType().endsWith("CodeMismatched"));
        finds(
                filter -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_FAILURE),
                event -> event.getOutcome() == AuditOutcome.AUDIT_OUTCOME_FAILURE);
        finds(
                filter -> filter.setReason("OTP_CODE_NOT_FOUND"),
                event -> event.getReason().equals("OTP_CODE_NOT_FOUND"));
        finds(
                filter -> filter.setUserId(other.getUserId()),
                event -> event.getUserId().equals(other.getUserId()));
        finds(
                filter -> filter.setPhoneNumber(NUMBER),
                event -> event.getPhoneId().equals(login.getPhoneId()));
        finds(
                filter -> filter.setChallengeId(issued.getChallengeId()),
                event -> event.getChallengeId().equals(issued.getChallengeId()));
        var session = event(all, "session.SessionStarted").getSessionId();
        finds(
                filter -> filter.setSessionId(session),
                event -> event.getSessionId().equals(session));
        finds(
                filter -> filter.setIpAddress(ADDRESS),
                event -> event.getIpAddress().equals("203.0.113.0"));
        finds(filter -> filter.setCountry("GB"), event -> event.getCountry().equals("GB"));
        finds(
                filter -> filter.setProvider(sent.getProvider()),
                event -> !event.getProvider().isEmpty());
        finds(
                filter -> filter.setRequestId(issued.getRequestId()),
                event -> event.getRequestId().equals(issued.getRequestId()));
        var middle = Instant.ofEpochSecond(
                issued.getRecordedAt().getSeconds(), issued.getRecordedAt().getNanos());
        finds(
                filter -> filter.setRecordedFrom(timestamp(middle)),
                event -> !at(event).isBefore(middle));
        finds(
                filter -> filter.setRecordedBefore(timestamp(middle)),
                event -> at(event).isBefore(middle));
        assertThat(list(filter -> filter.setPhoneNumber("+12025550199"))).isEmpty();
        assertThat(list(filter -> filter.setUserId("x"))).isEmpty();
    }

    @Test
    void pagesHoldEachEntryOnceWhileTheTrailGrows() {
        for (var i = 0; i < 5; i++) {
            login();
        }
        until(filter -> {}, found -> found.size() >= 15);
        var before = list(filter -> {}).size();

        var seen = new ArrayList<Long>();
        var page = page("", false);
        while (true) {
            page.getEventsList().forEach(event -> seen.add(event.getEntry()));
            if (page.getNextCursor().isEmpty()) {
                break;
            }
            login();
            page = page(page.getNextCursor(), false);
        }

        assertThat(seen).doesNotHaveDuplicates().contains(0L).hasSizeGreaterThanOrEqualTo(before);
        assertThat(seen).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(page("", true).getEvents(0).getEntry()).isZero();
    }

    @Test
    void erasedPersonIsToldOfNoMoreButTheEntriesStay() {
        var login = login();
        var before = until(
                filter -> filter.setPhoneNumber(NUMBER),
                found -> found.stream().anyMatch(event -> event.getType().equals("passcode.CodeSent")));

        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());

        var after = until(
                filter -> filter.setUserId(login.getUserId()),
                found -> found.stream().anyMatch(event -> event.getType().equals("user.UserErased")));
        assertThat(after).hasSizeGreaterThan(before.size());
        assertThat(after).allSatisfy(event -> {
            assertThat(event.getPhoneNumber()).isEmpty();
            assertThat(event.getIpAddress()).isEmpty();
            assertThat(event.getCountry()).isEmpty();
        });
        assertThat(list(filter -> filter.setPhoneNumber(NUMBER))).isEmpty();
        assertThat(list(filter -> filter.setIpAddress(ADDRESS))).isEmpty();
    }

    @Test
    void checkpointAndProofsHold() throws NoteException {
        login();
        var first = Eventually.gives(this::checkpoint, found -> found.getSize() > 0);
        var key = NoteKey.parse(first.getKey());
        login();
        until(filter -> {}, found -> found.size() >= first.getSize() + 2);
        service.clock.advance(Duration.ofMinutes(1));
        var second = Eventually.gives(this::checkpoint, found -> found.getSize() > first.getSize());
        assertThat(second.getSignedAt().getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond());
        assertThat(second.hasContradictedSince()).isFalse();
        var earlier = Checkpoint.open(first.getCheckpoint(), List.of(key));
        var later = Checkpoint.open(second.getCheckpoint(), List.of(key));

        for (var entry = 0L; entry < later.size(); entry++) {
            var proof = audit().proveInclusion(ProveInclusionRequest.newBuilder()
                    .setEntry(entry)
                    .setSize(later.size())
                    .build());
            assertThat(new InclusionProof(entry, later.size(), hashes(proof.getPathList()))
                            .holds(Hash.leaf(proof.getLeaf().getBytes(StandardCharsets.UTF_8)), later.root()))
                    .isTrue();
        }
        var consistency = audit().proveConsistency(ProveConsistencyRequest.newBuilder()
                .setEarlierSize(earlier.size())
                .setLaterSize(later.size())
                .build());
        assertThat(new ConsistencyProof(earlier.size(), later.size(), hashes(consistency.getPathList()))
                        .holds(earlier.root(), later.root()))
                .isTrue();
        assertThat(audit().getCheckpoint(GetCheckpointRequest.newBuilder()
                        .setSize(first.getSize())
                        .build()))
                .isEqualTo(first);
    }

    @Test
    void oneEntryIsToldByItsNumber() {
        login();
        var events = until(filter -> {}, found -> found.size() >= 4);

        for (var event : events) {
            assertThat(audit().getAuditEvent(GetAuditEventRequest.newBuilder()
                                    .setEntry(event.getEntry())
                                    .build())
                            .getEvent())
                    .isEqualTo(event);
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(reasonOf(() -> audit().getAuditEvent(GetAuditEventRequest.newBuilder()
                        .setEntry(1_000_000)
                        .build())))
                .isEqualTo("AUDIT_EVENT_NOT_FOUND");
        assertThat(reasonOf(() -> audit().listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setCursor("nonsense")
                        .build())))
                .isEqualTo("INVALID_AUDIT_CURSOR");
        assertThat(reasonOf(() -> list(filter -> filter.setPhoneNumber("12")))).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> list(filter -> filter.setIpAddress("1.2.3")))).isEqualTo("INVALID_IP_ADDRESS");
        assertThat(reasonOf(() -> list(filter -> filter.setIpAddress("fe80::1%1"))))
                .isEqualTo("INVALID_IP_ADDRESS");
        assertThat(reasonOf(() -> audit().getCheckpoint(GetCheckpointRequest.newBuilder()
                        .setSize(1_000_000)
                        .build())))
                .isEqualTo("CHECKPOINT_NOT_FOUND");
        assertThat(reasonOf(() -> audit().proveInclusion(ProveInclusionRequest.newBuilder()
                        .setEntry(3)
                        .setSize(3)
                        .build())))
                .isEqualTo("LEDGER_RANGE_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000", "\u001b[2J", "a\n", "\u007f"})
    void controlCharactersAreRefused(String text) {
        assertThat(reasonOf(() -> list(filter -> filter.setType(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setReason(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setUserId(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setPhoneNumber(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setChallengeId(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setSessionId(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setIpAddress(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setCountry(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setProvider(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setRequestId(text)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> audit().countAuditEvents(CountAuditEventsRequest.newBuilder()
                        .setFilter(AuditFilter.newBuilder().setType(text))
                        .build())))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> audit().explainChallenge(ExplainChallengeRequest.newBuilder()
                        .setChallengeId(text)
                        .build())))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> audit().getErasureCertificate(GetErasureCertificateRequest.newBuilder()
                        .setUserId(text)
                        .build())))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({
        "-62135596801, 0",
        "253402300800, 0",
        "9223372036854775807, 0",
        "-9223372036854775808, 0",
        "0, -1",
        "0, 1000000000",
        "0, 2147483647"
    })
    void timesThatAreNoneAreRefused(long seconds, int nanos) {
        var time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos);

        assertThat(reasonOf(() -> list(filter -> filter.setRecordedFrom(time)))).isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> list(filter -> filter.setRecordedBefore(time))))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({"-62135596800, 0", "253402300799, 999999999"})
    void firstAndLastTimeAreTaken(long seconds, int nanos) {
        var time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos);
        until(filter -> {}, found -> !found.isEmpty());

        assertThat(list(filter -> filter.setRecordedFrom(time)).isEmpty()).isEqualTo(seconds > 0);
        assertThat(list(filter -> filter.setRecordedBefore(time)).isEmpty()).isEqualTo(seconds < 0);
    }

    /// Whoever can write to the view must not make it tell what is another project's.
    @Test
    void rowThatLeadsToAnotherProjectTellsNothing() throws SQLException {
        var user = login().getUserId();
        until(filter -> filter.setUserId(user), found -> !found.isEmpty());
        var other = service.service.projects().create("other", Environment.TEST);
        var otherAuditor = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);
        var all = ListAuditEventsRequest.getDefaultInstance();
        Eventually.gives(() -> audit(otherAuditor).listAuditEvents(all), found -> found.getEventsCount() >= 2);

        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var forge = connection.prepareStatement("""
                        update audit_entry set position = (
                            select min(position) from audit_entry where user_id = ? and type = 'user.UserCreated')
                        where entry = 0 and ledger_id = (select ledger_id from ledger where name = ?)""")) {
            forge.setString(1, user);
            forge.setString(2, other.project().value());
            assertThat(forge.executeUpdate()).isOne();
        }

        assertThat(audit(otherAuditor).listAuditEvents(all).getEventsList())
                .isNotEmpty()
                .noneMatch(event -> event.getUserId().equals(user) || event.getEntry() == 0);
    }

    @Test
    void rolesAreApart() {
        assertThat(reasonOf(() -> audit(service.secret).listAuditEvents(ListAuditEventsRequest.getDefaultInstance())))
                .isEqualTo("UNAUTHORIZED_ACTION");
        var passcodes = service.passcodesAs(
                auditor.project().value() + ":" + auditor.secret().revealOnce());
        assertThat(reasonOf(() -> passcodes.loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build())))
                .isEqualTo("UNAUTHORIZED_ACTION");
    }

    @Test
    void projectsSeeNothingOfEachOther() {
        login();
        until(filter -> {}, found -> found.size() >= 4);
        var other = service.service.projects().create("other", Environment.TEST);
        var otherAuditor = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);

        var seen = Eventually.gives(
                () -> audit(otherAuditor).listAuditEvents(ListAuditEventsRequest.getDefaultInstance()),
                found -> found.getEventsCount() >= 3);

        assertThat(seen.getEventsList())
                .extracting(AuditEvent::getType)
                .contains("project.ProjectCreated", "project.SecretAdded")
                .isSubsetOf("project.ProjectCreated", "project.SecretAdded", "audit.TrailRead");
    }

    private void finds(Consumer<AuditFilter.Builder> filter, Predicate<AuditEvent> expected) {
        var all = list(any -> {});
        var newest = all.getFirst().getEntry();
        // Reading is recorded, too.
        assertThat(list(filter).stream().filter(event -> event.getEntry() <= newest))
                .isNotEmpty()
                .containsExactlyElementsOf(all.stream().filter(expected).toList());
    }

    private GetCheckpointResponse checkpoint() {
        try {
            return audit().getCheckpoint(GetCheckpointRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return GetCheckpointResponse.getDefaultInstance();
        }
    }

    private LoginOrCreateBySmsResponse login() {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .setAttributes(Attributes.newBuilder().setIpAddress(ADDRESS))
                        .build());
    }

    private void authenticate(String phone, String code) {
        try {
            var _ = service.passcodes()
                    .authenticate(AuthenticateRequest.newBuilder()
                            .setMethodId(phone)
                            .setCode(code)
                            .setSessionDurationMinutes(60)
                            .build());
        } catch (StatusRuntimeException e) {
            assertThat(code).isEqualTo("000000");
        }
    }

    private List<AuditEvent> until(Consumer<AuditFilter.Builder> filter, Predicate<List<AuditEvent>> expected) {
        return Eventually.gives(() -> list(filter), expected);
    }

    private List<AuditEvent> list(Consumer<AuditFilter.Builder> filter) {
        var builder = AuditFilter.newBuilder();
        filter.accept(builder);
        return audit().listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(builder)
                        .setLimit(1000)
                        .build())
                .getEventsList();
    }

    private ListAuditEventsResponse page(String cursor, boolean oldestFirst) {
        return audit().listAuditEvents(ListAuditEventsRequest.newBuilder()
                .setCursor(cursor)
                .setOldestFirst(oldestFirst)
                .setLimit(3)
                .build());
    }

    private AuditServiceBlockingStub audit() {
        return audit(auditor);
    }

    private AuditServiceBlockingStub audit(NewSecret who) {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(who));
    }

    private static AuditEvent event(List<AuditEvent> events, String type) {
        return events.stream()
                .filter(event -> event.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<Hash> hashes(List<String> base64) {
        return base64.stream().map(Hash::parse).toList();
    }

    private static Instant at(AuditEvent event) {
        return Instant.ofEpochSecond(
                event.getRecordedAt().getSeconds(), event.getRecordedAt().getNanos());
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
