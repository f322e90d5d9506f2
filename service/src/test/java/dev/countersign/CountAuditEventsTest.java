package dev.countersign;

import static dev.countersign.SessionCalls.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.countersign.audit.AuditView;
import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.Ledgers;
import dev.countersign.ledger.Subject;
import dev.countersign.login.PersonalData;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import dev.countersign.store.RawEvent;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuditDimension;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditFilter;
import dev.countersign.v1.AuditOutcome;
import dev.countersign.v1.AuditSeries;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.CountAuditEventsRequest;
import dev.countersign.v1.CountAuditEventsResponse;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many entries there were, over gRPC.
class CountAuditEventsTest {
    private static final Instant MORNING = Instant.parse("2024-02-29T10:00:00Z");
    private static final int HOUR = 3_600;
    private static final Set<AuditDimension> DIMENSIONS =
            EnumSet.complementOf(EnumSet.of(AuditDimension.AUDIT_DIMENSION_UNSPECIFIED, AuditDimension.UNRECOGNIZED));

    private static EmbeddedPostgres postgres;
    private TestService service;
    private NewSecret auditor;
    private AuditView view;
    private Instant now;

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
        now = service.clock.instant();
        view = new AuditView(new PersonalData(service.config.keyRing()));
        Eventually.gives(() -> list(filter -> {}), events -> events.size() >= 3);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void everyFilterCountsWhatIsListed() {
        var login = history();
        var issued = list(filter -> filter.setType("passcode.CodeIssued")).getFirst();
        var sent = list(filter -> filter.setType("passcode.CodeSent")).getFirst();
        var session = list(filter -> filter.setType("session.SessionStarted")).getFirst();
        List<Consumer<AuditFilter.Builder>> filters = List.of(
                filter -> filter.setType("passcode.CodeIssued"),
                filter -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_FAILURE),
                filter -> filter.setReason("OTP_CODE_NOT_FOUND"),
                filter -> filter.setCountry("GB"),
                filter -> filter.setProvider(sent.getProvider()),
                filter -> filter.setCountry("US").setOutcome(AuditOutcome.AUDIT_OUTCOME_SUCCESS),
                filter -> filter.setUserId(login.getUserId()),
                filter -> filter.setPhoneNumber("+12025550162"),
                filter -> filter.setChallengeId(issued.getChallengeId()),
                filter -> filter.setSessionId(session.getSessionId()),
                filter -> filter.setIpAddress("203.0.113.77"),
                filter -> filter.setRequestId(issued.getRequestId()),
                filter -> filter.setUserId(login.getUserId()).setType("passcode.CodeIssued"),
                filter -> filter.setCountry("FR"),
                filter -> filter.setUserId("x"));
        for (var step : List.of(60, HOUR)) {
            for (var filter : filters) {
                assertThat(LongStream.of(total(count(step, filter))).sum())
                        .isEqualTo(list(filter).size());
            }
        }
    }

    @Test
    void everyDimensionIsCountedApart() {
        history();
        List<Consumer<AuditFilter.Builder>> filters = List.of(
                filter -> filter.setCountry("US"), filter -> filter.setOutcome(AuditOutcome.AUDIT_OUTCOME_FAILURE));
        for (var filter : filters) {
            for (var dimension : DIMENSIONS) {
                var counted = count(HOUR, filter, dimension).getSeriesList().stream()
                        .collect(Collectors.toMap(series -> value(series, dimension), series -> sum(List.of(series))));
                assertThat(counted)
                        .as(dimension.name())
                        .isEqualTo(list(filter).stream()
                                .collect(Collectors.groupingBy(
                                        event -> value(event, dimension), Collectors.counting())));
            }
        }
    }

    @Test
    void dimensionsAreCountedApartTogether() {
        history();
        var series = count(
                        HOUR,
                        filter -> filter.setType("phone.PhoneVerified"),
                        AuditDimension.AUDIT_DIMENSION_TYPE,
                        AuditDimension.AUDIT_DIMENSION_COUNTRY,
                        AuditDimension.AUDIT_DIMENSION_OUTCOME)
                .getSeriesList();

        assertThat(series).singleElement().satisfies(only -> {
            assertThat(only.getType()).isEqualTo("phone.PhoneVerified");
            assertThat(only.getCountry()).isEqualTo("US");
            assertThat(only.getOutcome()).isEqualTo(AuditOutcome.AUDIT_OUTCOME_SUCCESS);
            assertThat(only.getReason()).isEmpty();
            assertThat(only.getRest()).isFalse();
        });
    }

    @Test
    void sameIsCountedOnceItIsGathered() {
        history();
        var before = count(60, this::american, AuditDimension.AUDIT_DIMENSION_TYPE);
        var inHours = count(HOUR, this::american, AuditDimension.AUDIT_DIMENSION_TYPE);
        assertThat(StoredEvents.rowsIn("audit_count_change", service.jdbcUrl)).isPositive();

        gather();

        assertThat(count(60, this::american, AuditDimension.AUDIT_DIMENSION_TYPE))
                .isEqualTo(before);
        assertThat(count(HOUR, this::american, AuditDimension.AUDIT_DIMENSION_TYPE))
                .isEqualTo(inHours);
        isCountedAsItIs();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rangeIsWidenedToWholeHoursOrMinutes(boolean isGathered) {
        for (var offset : List.of("PT0S", "PT59.999999S", "PT60S", "PT59M59.999999S", "PT60M", "PT2H59M59.999999S")) {
            put("test.A", MORNING.plus(Duration.parse(offset)));
        }
        if (isGathered) {
            gather();
        }

        var hours = count(MORNING.plusSeconds(1800), MORNING.plusSeconds(2 * HOUR), HOUR);
        assertThat(hours.getFrom().getSeconds()).isEqualTo(MORNING.getEpochSecond());
        assertThat(total(hours)).containsExactly(4, 1);
        assertThat(total(count(MORNING, MORNING.plusSeconds(HOUR), HOUR))).containsExactly(4);
        assertThat(total(count(MORNING, MORNING.plusSeconds(HOUR).plusNanos(1000), HOUR)))
                .containsExactly(4, 1);
        assertThat(total(count(MORNING.minusNanos(1000), MORNING.plusSeconds(1), HOUR)))
                .containsExactly(0, 4);
        // The last step is cut off, and begins where the range does, not at midnight.
        assertThat(total(count(MORNING, MORNING.plusSeconds(2 * HOUR - 1), 24 * HOUR)))
                .containsExactly(5);
        assertThat(total(count(MORNING.minusSeconds(1), MORNING.plusSeconds(3 * HOUR), 2 * HOUR)))
                .containsExactly(4, 2);

        var minutes = count(MORNING.plusMillis(1), MORNING.plusSeconds(61), 60);
        assertThat(minutes.getFrom().getSeconds()).isEqualTo(MORNING.getEpochSecond());
        assertThat(total(minutes)).containsExactly(2, 1);
        assertThat(total(count(MORNING, MORNING.plusSeconds(60), 60))).containsExactly(2);
        assertThat(total(count(MORNING.plusSeconds(60), MORNING.plusSeconds(61), 60)))
                .containsExactly(1);
        assertThat(total(count(MORNING.plusSeconds(59 * 60), MORNING.plusSeconds(61 * 60), 60)))
                .containsExactly(1, 1);
    }

    @Test
    void whatIsLookedUpOneByOneIsWidenedAsWell() {
        put("test.A", MORNING, "user-1");
        put("test.A", MORNING.plusSeconds(HOUR), "user-1");
        put("test.A", MORNING.plusSeconds(30), "user-2");

        var counted = audit().countAuditEvents(request(
                        MORNING.plusSeconds(1),
                        MORNING.plusSeconds(HOUR + 1),
                        HOUR,
                        filter -> filter.setUserId("user-1"))
                .build());

        assertThat(total(counted)).containsExactly(1, 1);
    }

    @Test
    void fiftyLargestAreToldAndTheRestTogether() {
        for (var type = 0; type < 53; type++) {
            for (var entry = 0; entry < (type == 7 ? 2 : 1); entry++) {
                put("test.T%02d".formatted(type), MORNING);
            }
        }

        var series = count(MORNING, MORNING.plusSeconds(1), 60, AuditDimension.AUDIT_DIMENSION_TYPE)
                .getSeriesList();

        assertThat(series).hasSize(51);
        assertThat(series.getFirst().getType()).isEqualTo("test.T07");
        assertThat(series.getFirst().getCountsList()).containsExactly(2L);
        assertThat(series.get(1).getType()).isEqualTo("test.T00");
        assertThat(series.getLast().getRest()).isTrue();
        assertThat(series.getLast().getType()).isEmpty();
        assertThat(series.getLast().getCountsList()).containsExactly(3L);
    }

    @Test
    void whereNothingWasThereIsNothing() {
        var range = count(MORNING, MORNING.plusSeconds(3 * HOUR), HOUR);
        assertThat(range.getSeriesList())
                .singleElement()
                .satisfies(all -> assertThat(all.getCountsList()).containsExactly(0L, 0L, 0L));
        assertThat(count(MORNING, MORNING.plusSeconds(HOUR), HOUR, AuditDimension.AUDIT_DIMENSION_TYPE)
                        .getSeriesList())
                .isEmpty();
    }

    @Test
    void nonsenseIsRefused() {
        var most = Duration.ofMinutes(2_000);
        assertThat(total(count(MORNING, MORNING.plus(most), 60))).hasSize(2_000);
        refuses(() -> count(MORNING, MORNING.plus(most).plusNanos(1000), 60));
        refuses(() -> count(MORNING, MORNING, 60));
        refuses(() -> count(MORNING, MORNING.minusSeconds(1), 60));
        for (var step : List.of(0, -60, 59, 61, 120, 5_400, -HOUR, 32 * 24 * HOUR, Integer.MIN_VALUE)) {
            refuses(() -> count(MORNING, MORNING.plusSeconds(HOUR), step));
        }
        assertThat(total(count(MORNING, MORNING.plusSeconds(HOUR), 31 * 24 * HOUR)))
                .hasSize(1);
        assertThat(reasonOf(() ->
                        count(Instant.parse("0000-12-31T23:59:59Z"), Instant.parse("0001-01-01T01:00:00Z"), HOUR)))
                .isEqualTo("INVALID_ARGUMENT");
        refuses(() -> audit().countAuditEvents(CountAuditEventsRequest.newBuilder()
                .setStepSeconds(60)
                .setFilter(AuditFilter.newBuilder().setRecordedFrom(timestamp(MORNING)))
                .build()));
        refuses(() -> audit().countAuditEvents(CountAuditEventsRequest.newBuilder()
                .setStepSeconds(60)
                .setFilter(AuditFilter.newBuilder().setRecordedBefore(timestamp(MORNING)))
                .build()));
        assertThat(reasonOf(
                        () -> count(MORNING, MORNING.plusSeconds(1), 60, AuditDimension.AUDIT_DIMENSION_UNSPECIFIED)))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(reasonOf(() -> count(
                        MORNING,
                        MORNING.plusSeconds(1),
                        60,
                        AuditDimension.AUDIT_DIMENSION_TYPE,
                        AuditDimension.AUDIT_DIMENSION_TYPE)))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void tooMuchIsRefused() {
        execute("""
                insert into audit_entry (ledger_id, recorded_at, entry, position, type, outcome, user_id)
                select ledger_id, now(), 1000000 + n, n, 'test.A', 0, 'user-1'
                from ledger cross join generate_series(1, 50000) n where name = '%s'""".formatted(service.secret.project().value()));
        Consumer<AuditFilter.Builder> user = filter -> filter.setUserId("user-1");
        assertThat(LongStream.of(total(count(HOUR, user))).sum()).isEqualTo(50_000);
        execute("insert into audit_entry (ledger_id, recorded_at, entry, position, type, outcome, user_id)"
                + " select ledger_id, now(), 1, 1, 'test.B', 0, 'user-1' from ledger where name = '%s'"
                        .formatted(service.secret.project().value()));
        assertThat(reasonOf(() -> count(HOUR, user))).isEqualTo("AUDIT_COUNT_TOO_LARGE");

        execute("""
                insert into audit_count_change
                select ledger_id, '%s', 'test.T' || n, 0, '', '', '', 1
                from ledger cross join generate_series(1, 1001) n where name = '%s'""".formatted(MORNING, service.secret.project().value()));
        assertThat(reasonOf(() -> count(
                        MORNING, MORNING.plus(Duration.ofMinutes(2_000)), 60, AuditDimension.AUDIT_DIMENSION_TYPE)))
                .isEqualTo("AUDIT_COUNT_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void erasedPersonIsCountedWithoutTheCountry(boolean isGathered) {
        var login = history();
        var american = LongStream.of(total(count(HOUR, this::american))).sum();
        assertThat(american).isPositive();
        if (isGathered) {
            gather();
        }

        var _ = service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());

        var after = Eventually.gives(
                () -> count(HOUR, filter -> {}, AuditDimension.AUDIT_DIMENSION_COUNTRY)
                        .getSeriesList(),
                series -> series.stream().noneMatch(one -> one.getCountry().equals("US")));
        assertThat(after).extracting(AuditSeries::getCountry).containsExactlyInAnyOrder("", "GB");
        assertThat(sum(after)).isGreaterThan(american);
        gather();
        isCountedAsItIs();
        assertThat(StoredEvents.rowsIn("audit_count where country = 'US'", service.jdbcUrl))
                .isZero();
    }

    @Test
    void readingIsInTheTrail() {
        count(HOUR, filter -> filter.setCountry("GB"));

        var read = Eventually.gives(
                        () -> list(filter -> filter.setType("audit.TrailRead")),
                        events -> events.stream()
                                .anyMatch(event -> event.toString().contains("CountAuditEvents")))
                .stream()
                .filter(event -> event.toString().contains("CountAuditEvents"))
                .findFirst()
                .orElseThrow();

        assertThat(read.toString()).contains("country=GB", "recorded_from=");
    }

    @Test
    void projectsSeeNothingOfEachOther() {
        history();
        var other = service.service.projects().create("other", Environment.TEST);
        var otherAuditor = service.service.projects().addSecret(other.project(), SecretRole.AUDITOR);

        var counted = Eventually.gives(
                () -> AuditServiceGrpc.newBlockingStub(service.channel)
                        .withInterceptors(TestService.showing(otherAuditor))
                        .countAuditEvents(around(HOUR, filter -> {})
                                .addGroupBy(AuditDimension.AUDIT_DIMENSION_COUNTRY)
                                .build()),
                answer -> answer.getSeriesCount() > 0);

        assertThat(counted.getSeriesList()).extracting(AuditSeries::getCountry).containsExactly("");
        assertThat(reasonOf(() -> AuditServiceGrpc.newBlockingStub(service.channel)
                        .withInterceptors(TestService.showing(service.secret))
                        .countAuditEvents(around(HOUR, filter -> {}).build())))
                .isEqualTo("UNAUTHORIZED_ACTION");
    }

    /// Somebody who guesses and logs in, and somebody of another country who does not.
    private LoginOrCreateBySmsResponse history() {
        login("+442079460958");
        var login = login("+12025550162");
        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), "000000"))).isEqualTo("OTP_CODE_NOT_FOUND");
        authenticate(login.getPhoneId(), service.codeOf("+12025550162", 1));
        service.codeOf("+442079460958", 1);
        Eventually.gives(
                () -> list(filter -> {}),
                events -> events.stream()
                                        .filter(event -> event.getType().equals("passcode.CodeSent"))
                                        .count()
                                == 2
                        && events.stream().anyMatch(event -> event.getType().equals("session.SessionStarted")));
        return login;
    }

    /// Nobody who reads is.
    private void american(AuditFilter.Builder filter) {
        filter.setCountry("US");
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setAttributes(Attributes.newBuilder().setIpAddress("203.0.113.77"))
                        .build());
    }

    private void authenticate(String phone, String code) {
        var _ = service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private void put(String type, Instant at) {
        put(type, at, "user-0");
    }

    private void put(String type, Instant at, String user) {
        var empty = "{}".getBytes(StandardCharsets.UTF_8);
        try (var connection = DriverManager.getConnection(service.jdbcUrl)) {
            connection.setAutoCommit(false);
            Ledgers.pause(connection);
            var project = service.secret.project().value();
            var row = connection
                    .createStatement()
                    .executeQuery("select ledger_id, (select count(*) from audit_entry) from ledger where name = '"
                            + project + "'");
            row.next();
            var number = 1_000_000 + row.getLong(2);
            var event = new RawEvent(number, UUID.randomUUID(), "s", 0, "test", type, "1", at, empty, empty);
            var about = new Subject(project, user, null, null, null);
            view.take(List.of(new LedgerEntry(row.getInt(1), project, number, at, event, about)), connection);
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Has what was noted as changed gathered, by signing a checkpoint.
    private void gather() {
        var _ = list(filter -> filter.setCountry("FR"));
        Eventually.gives(
                () -> {
                    service.clock.advance(Duration.ofSeconds(61));
                    return StoredEvents.rowsIn("audit_count_change", service.jdbcUrl);
                },
                rows -> rows == 0);
    }

    private void isCountedAsItIs() {
        assertThat(CountedRows.differences(service.jdbcUrl)).isEmpty();
    }

    private void execute(String statement) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl)) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void refuses(Runnable call) {
        assertThat(reasonOf(call::run)).isEqualTo("AUDIT_COUNT_RANGE_INVALID");
    }

    private CountAuditEventsResponse count(int step, Consumer<AuditFilter.Builder> filter, AuditDimension... apart) {
        return audit().countAuditEvents(
                        around(step, filter).addAllGroupBy(List.of(apart)).build());
    }

    /// A day, with now in its midst.
    private CountAuditEventsRequest.Builder around(int step, Consumer<AuditFilter.Builder> filter) {
        return request(now.minus(Duration.ofHours(12)), now.plus(Duration.ofHours(12)), step, filter);
    }

    private CountAuditEventsResponse count(Instant from, Instant before, int step, AuditDimension... apart) {
        return audit().countAuditEvents(request(from, before, step, filter -> {})
                .addAllGroupBy(List.of(apart))
                .build());
    }

    private static CountAuditEventsRequest.Builder request(
            Instant from, Instant before, int step, Consumer<AuditFilter.Builder> filter) {
        var wanted = AuditFilter.newBuilder();
        filter.accept(wanted);
        return CountAuditEventsRequest.newBuilder()
                .setFilter(wanted.setRecordedFrom(timestamp(from)).setRecordedBefore(timestamp(before)))
                .setStepSeconds(step);
    }

    private List<AuditEvent> list(Consumer<AuditFilter.Builder> filter) {
        var wanted = AuditFilter.newBuilder();
        filter.accept(wanted);
        return audit().listAuditEvents(ListAuditEventsRequest.newBuilder()
                        .setFilter(wanted)
                        .setLimit(1000)
                        .build())
                .getEventsList();
    }

    private AuditServiceBlockingStub audit() {
        return AuditServiceGrpc.newBlockingStub(service.channel).withInterceptors(TestService.showing(auditor));
    }

    private static long[] total(CountAuditEventsResponse counted) {
        return counted.getSeriesList().getFirst().getCountsList().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static long sum(List<AuditSeries> series) {
        return series.stream()
                .flatMap(one -> one.getCountsList().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static String value(AuditSeries series, AuditDimension dimension) {
        return switch (dimension) {
            case AUDIT_DIMENSION_TYPE -> series.getType();
            case AUDIT_DIMENSION_OUTCOME -> series.getOutcome().name();
            case AUDIT_DIMENSION_REASON -> series.getReason();
            case AUDIT_DIMENSION_COUNTRY -> series.getCountry();
            case AUDIT_DIMENSION_PROVIDER -> series.getProvider();
            case AUDIT_DIMENSION_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(dimension);
        };
    }

    private static String value(AuditEvent event, AuditDimension dimension) {
        return switch (dimension) {
            case AUDIT_DIMENSION_TYPE -> event.getType();
            case AUDIT_DIMENSION_OUTCOME -> event.getOutcome().name();
            case AUDIT_DIMENSION_REASON -> event.getReason();
            case AUDIT_DIMENSION_COUNTRY -> event.getCountry();
            case AUDIT_DIMENSION_PROVIDER -> event.getProvider();
            case AUDIT_DIMENSION_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(dimension);
        };
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
