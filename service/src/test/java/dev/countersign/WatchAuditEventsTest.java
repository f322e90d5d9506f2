package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.WatchAuditEventsRequest;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Those who watch the audit trail: what they are told, and where they go on.
@Timeout(120)
class WatchAuditEventsTest {
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
        service = TestService.settingOn(postgres, Map.of("COUNTERSIGN_AUDIT_MAX_WATCHERS", "80"));
        auditor = service.service.projects().addSecret(service.secret.project(), SecretRole.AUDITOR);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void entryIsToldSoonAfterItWasRecorded() {
        try (var watcher = watch(request -> {}).begun()) {
            assertThat(watcher.told()).isEmpty();
            assertThat(watcher.lastMessage().getCaughtUp()).isTrue();

            var login = login();

            Eventually.gives(watcher::types, types -> types.contains("passcode.CodeSent"));
            assertThat(watcher.types()).contains("user.UserCreated", "phone.PhoneRegistered", "passcode.CodeIssued");
            assertThat(watcher.told())
                    .filteredOn(event -> event.getType().equals("passcode.CodeIssued"))
                    .singleElement()
                    .satisfies(issued -> {
                        assertThat(issued.getUserId()).isEqualTo(login.getUserId());
                        assertThat(issued.getPhoneNumber()).isEqualTo("+1 202 ***-**62");
                        assertThat(issued.getIpAddress()).isEqualTo("203.0.113.0");
                    });
        }
    }

    @Test
    void trailIsReplayedFromItsBeginningWithoutGaps() {
        for (var i = 0; i < 100; i++) {
            login();
        }
        try (var watcher = watch(request -> request.setFromEntry(0))) {
            login();
            Eventually.gives(watcher::entries, entries -> entries.size() > 200);
            Eventually.gives(() -> watcher.lastMessage().getCaughtUp(), caughtUp -> caughtUp);

            assertThat(watcher.entries())
                    .containsExactlyElementsOf(
                            LongStream.range(0, watcher.lastMessage().getNextEntry())
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    void watcherGoesOnBehindTheLastEntryThatItHad() {
        var told = new ArrayList<Long>();
        for (var visit = 0; visit < 5; visit++) {
            login();
            var next = told.size();
            try (var watcher = watch(request -> request.setFromEntry(next))) {
                Eventually.gives(watcher::entries, entries -> !entries.isEmpty());
                // Whatever was on its way is lost, and comes again.
                told.addAll(watcher.entries());
            }
        }
        assertThat(told)
                .hasSizeGreaterThan(5)
                .containsExactlyElementsOf(
                        LongStream.range(0, told.size()).boxed().toList());
    }

    @Test
    void silenceIsBrokenByHeartbeatsThatMoveOn() {
        login();
        try (var watcher = watch(request -> request.setFromEntry(0)
                        .setFilter(AuditFilter.newBuilder().setType("nobody.KnowsThis")))
                .begun()) {
            var before = watcher.lastMessage().getNextEntry();
            login();
            Eventually.gives(() -> watcher.lastMessage().getNextEntry(), next -> next > before);
            Eventually.gives(watcher::messages, count -> count >= 3);

            assertThat(watcher.told()).isEmpty();
        }
    }

    @Test
    void everyFilterTellsItsEntriesAndNoOthers() {
        var login = login();
        login("+442079460958");
        try (var all = watch(request -> request.setFromEntry(0))) {
            Eventually.gives(
                    all::types,
                    types -> types.stream().filter("passcode.CodeSent"::equals).count() == 2);
            var until = all.told().getLast().getEntry();
            var sent = all.told().stream()
                    .filter(event -> event.getType().equals("passcode.CodeSent"))
                    .findFirst()
                    .orElseThrow();

            Stream.<Consumer<AuditFilter.Builder>>of(
                            filter -> filter.setType("passcode.CodeIssued"),
                            filter -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_SUCCESS),
                            filter -> filter.setUserId(login.getUserId()),
                            filter -> filter.setPhoneNumber(NUMBER),
                            filter -> filter.setIpAddress(ADDRESS),
                            filter -> filter.setChallengeId(sent.getChallengeId()),
                            filter -> filter.setCountry("GB"),
                            filter -> filter.setProvider(sent.getProvider()),
                            filter -> filter.setRequestId(all.told().getLast().getRequestId()))
                    .forEach(filter -> tellsWhatIsListed(filter, until));
        }
    }

    /// The search may take an entry for later than it was recorded, if the one ahead of it was.
    @Test
    void timesFilterByWhenAnEntryWasRecorded() {
        login();
        login("+442079460958");
        try (var all = watch(request -> request.setFromEntry(0))) {
            Eventually.gives(
                    all::types,
                    types -> types.stream().filter("passcode.CodeSent"::equals).count() == 2);
            var known = List.copyOf(all.told());
            var until = known.getLast().getEntry();
            known.stream()
                    .filter(event -> event.getType().equals("passcode.CodeSent"))
                    .forEach(event -> {
                        var from = told(filter -> filter.setRecordedFrom(event.getRecordedAt()), until);
                        var before = told(filter -> filter.setRecordedBefore(event.getRecordedAt()), until);

                        assertThat(Stream.concat(from.stream(), before.stream()))
                                .containsExactlyInAnyOrderElementsOf(known);
                        assertThat(from)
                                .contains(event)
                                .noneMatch(told -> recordedAt(told).isBefore(recordedAt(event)));
                        assertThat(before).allMatch(told -> recordedAt(told).isBefore(recordedAt(event)));
                    });
        }
    }

    /// By the clock of another process it is a minute earlier. Else it would be on a page that was read already.
    @Test
    void searchTakesAnEntryForAsLateAsTheOneAheadOfIt() throws SQLException {
        login();
        var last = Eventually.gives(
                        () -> listed(AuditFilter.newBuilder()),
                        found ->
                                found.stream().anyMatch(event -> event.getType().equals("passcode.CodeSent")))
                .stream()
                .max(Comparator.comparingLong(AuditEvent::getEntry))
                .orElseThrow();
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at, payload_type,
                                       payload_revision, payload, metadata)
                    select 'challenge-01a00000-0000-7000-8000-000000000000', 0, aggregate_type, gen_random_uuid(),
                           recorded_at - interval '1 minute', payload_type, payload_revision, payload, metadata
                    from event where payload_type = 'passcode.CodeIssued' limit 1""");
        }
        var from = AuditFilter.newBuilder().setType("passcode.CodeIssued").setRecordedFrom(last.getRecordedAt());
        var late = Eventually.gives(() -> listed(from), found -> !found.isEmpty());

        assertThat(late).hasSize(1);
        assertThat(late.getFirst().getEntry()).isGreaterThan(last.getEntry());
        assertThat(recordedAt(late.getFirst())).isBefore(recordedAt(last));
        assertThat(told(
                        filter -> filter.mergeFrom(from.build()),
                        late.getFirst().getEntry()))
                .isEmpty();
    }

    /// Its address is known as a hash alone.
    @Test
    void refusedCallIsToldByTheAddressThatItCameFrom() {
        assertThatThrownBy(() -> login("12")).isInstanceOf(StatusRuntimeException.class);
        var listed = Eventually.gives(
                () -> listed(AuditFilter.newBuilder().setIpAddress("127.0.0.1")), found -> !found.isEmpty());

        assertThat(listed).extracting(AuditEvent::getType).containsExactly("audit.CallRefused");
        tellsWhatIsListed(
                filter -> filter.setIpAddress("127.0.0.1"), listed.getLast().getEntry());
        tellsWhatIsListed(
                filter -> filter.setIpAddress("127.0.0.2"), listed.getLast().getEntry());
    }

    private void tellsWhatIsListed(Consumer<AuditFilter.Builder> filter, long until) {
        var wanted = AuditFilter.newBuilder();
        filter.accept(wanted);
        var listed = listed(wanted).stream()
                .filter(event -> event.getEntry() <= until)
                .toList();
        assertThat(told(filter, until)).as(wanted.toString()).containsExactlyElementsOf(listed);
    }

    private List<AuditEvent> told(Consumer<AuditFilter.Builder> filter, long until) {
        var wanted = AuditFilter.newBuilder();
        filter.accept(wanted);
        try (var watcher = watch(request -> request.setFromEntry(0).setFilter(wanted))) {
            Eventually.gives(watcher::messages, messages -> messages > 0);
            Eventually.gives(() -> watcher.lastMessage().getNextEntry(), next -> next > until);
            return watcher.told().stream()
                    .filter(event -> event.getEntry() <= until)
                    .toList();
        }
    }

    @Test
    void nothingIsMissedWhileTheViewIsBehind() throws SQLException {
        login();
        try (var before = watch(request -> request.setFromEntry(0))) {
            Eventually.gives(before::types, types -> types.contains("passcode.CodeSent"));
            try (var connection = DriverManager.getConnection(service.jdbcUrl);
                    var statement = connection.createStatement()) {
                statement.execute("delete from audit_entry");
            }
            try (var after = watch(request -> request.setFromEntry(0))) {
                Eventually.gives(after::entries, entries -> entries.containsAll(before.entries()));
                assertThat(after.told()).startsWith(before.told().toArray(AuditEvent[]::new));
            }
        }
    }

    /// What does not fit into the pipe waits in the ledger.
    @Test
    void slowWatcherIsToldEverythingInTheEnd() {
        try (var slow = AuditWatcher.patientOn(service.channel, auditor, from(0))) {
            for (var i = 0; i < 100; i++) {
                login();
            }
            assertThat(slow.told()).isEmpty();
            slow.take(Integer.MAX_VALUE);
            Eventually.gives(slow::entries, entries -> entries.size() > 200);
            assertThat(slow.entries())
                    .containsExactlyElementsOf(
                            LongStream.range(0, slow.entries().size()).boxed().toList());
        }
    }

    @Test
    void projectsSeeNothingOfEachOther() {
        var other = service.service.projects().create("other", Environment.TEST);
        var otherAuditor = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);
        try (var stranger = AuditWatcher.on(service.channel, otherAuditor, from(0));
                var own = watch(request -> request.setFromEntry(0))) {
            login();
            Eventually.gives(own::types, types -> types.contains("passcode.CodeSent"));
            Eventually.gives(stranger::entries, entries -> entries.size() >= 3);

            assertThat(stranger.types())
                    .contains("project.ProjectCreated", "project.SecretAdded")
                    .isSubsetOf("project.ProjectCreated", "project.SecretAdded", "audit.TrailRead");
        }
    }

    @Test
    void personWhoWasErasedIsToldOfNoMore() {
        var login = login();
        try (var before = watch(request -> request.setFromEntry(0))) {
            Eventually.gives(before::types, types -> types.contains("passcode.CodeSent"));
            var _ = service.users()
                    .deleteUser(DeleteUserRequest.newBuilder()
                            .setUserId(login.getUserId())
                            .build());
            Eventually.gives(before::types, types -> types.contains("user.UserErased"));
        }
        Eventually.gives(
                () -> {
                    try (var after = watch(request -> request.setFromEntry(0)).begun()) {
                        return after.told().stream()
                                .allMatch(event -> event.getPhoneNumber().isEmpty()
                                        && event.getIpAddress().isEmpty());
                    }
                },
                nothing -> nothing);
    }

    @Test
    void placeThatTheLedgerDoesNotHaveIsRefused() {
        try (var watcher = watch(request -> request.setFromEntry(1_000_000))) {
            assertThat(reason(watcher)).isEqualTo("AUDIT_POSITION_UNKNOWN");
        }
        try (var watcher =
                watch(request -> request.setFilter(AuditFilter.newBuilder().setPhoneNumber("12")))) {
            assertThat(reason(watcher)).isEqualTo("INVALID_PHONE_NUMBER");
        }
    }

    /// A quarter of the seats is a project's share.
    @Test
    void watchersHaveSeatsAndLeaveSomeToOthers() {
        var watchers =
                Stream.generate(() -> watch(request -> {}).begun()).limit(20).toList();
        try (var oneMore = watch(request -> {})) {
            assertThat(reason(oneMore)).isEqualTo("TOO_MANY_WATCHERS");
        }
        watchers.forEach(AuditWatcher::close);
        Eventually.gives(
                () -> {
                    try (var next = watch(request -> {})) {
                        Eventually.gives(() -> next.hasEnded() || next.messages() > 0, done -> done);
                        return next.messages() > 0;
                    }
                },
                isSeated -> isSeated);
    }

    @Test
    void watcherIsDismissedOnceItsSecretIsRevoked() {
        try (var watcher = watch(request -> {}).begun()) {
            service.service.projects().revokeSecret(auditor.project(), auditor.id());
            assertThat(reason(watcher)).isEqualTo("UNAUTHORIZED_CREDENTIALS");
        }
    }

    @Test
    void streamEndsInPeaceWhenTheServiceStops() {
        try (var watcher = watch(request -> {}).begun()) {
            service.service.close();
            assertThat(watcher.end()).isEmpty();
        }
    }

    private static String reason(AuditWatcher watcher) {
        StatusRuntimeException failure = watcher.end().orElseThrow();
        return ErrorInfos.of(failure).getReason();
    }

    private static Instant recordedAt(AuditEvent event) {
        return Instant.ofEpochSecond(
                event.getRecordedAt().getSeconds(), event.getRecordedAt().getNanos());
    }

    private AuditWatcher watch(Consumer<WatchAuditEventsRequest.Builder> wish) {
        var request = WatchAuditEventsRequest.newBuilder();
        wish.accept(request);
        return AuditWatcher.on(service.channel, auditor, request.build());
    }

    private static WatchAuditEventsRequest from(long entry) {
        return WatchAuditEventsRequest.newBuilder().setFromEntry(entry).build();
    }

    private LoginOrCreateBySmsResponse login() {
        return login(NUMBER);
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setAttributes(Attributes.newBuilder().setIpAddress(ADDRESS))
                        .build());
    }

    private List<AuditEvent> listed(AuditFilter.Builder filter) {
        return AuditServiceGrpc.newBlockingStub(service.channel)
                .withInterceptors(TestService.showing(auditor))
                .listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(filter)
                        .setOldestFirst(true)
                        .setLimit(1000)
                        .build())
                .getEventsList();
    }
}
