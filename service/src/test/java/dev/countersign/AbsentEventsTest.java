package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.keys.KeyRing;
import dev.countersign.keys.LedgerSeeds;
import dev.countersign.ledger.EntryNumbers;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.operator.RetentionRules;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.RetentionClass;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteKey;
import dev.countersign.proof.NoteSigner;
import dev.countersign.retention.AbsentEvents;
import dev.countersign.retention.RetentionSweep;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.RevokeSessionRequest;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// What is taken for dropped, in a store where retention dropped something: that, and nothing that somebody else
/// deletes who may do everything in the database. A failure names the seed that makes it again.
@SuppressWarnings("NullAway.Init")
class AbsentEventsTest {
    private static final int TIMES = 1_000;
    private static final String NOTES = "payload_type = 'project.EventsDropped'";
    private static final String OURS = "convert_from(payload, 'UTF8') like '%\"projectId\":\"PROJECT\"%'";

    private static EmbeddedPostgres postgres;
    private static Connection connection;
    private static LedgerSeeds seeds;
    private static NoteSigner signer;
    private static String project;
    private static String other;
    private static List<Long> present;

    /// Two projects whose old logins were dropped; rules that keep others for long, and refused calls for a month; and
    /// more logins.
    @BeforeAll
    static void fill() throws Exception {
        postgres = EmbeddedPostgres.temporary();
        var service = TestService.onFreshDatabase(postgres);
        seeds = service.config.keyRing().ledgerSeeds();
        var second = service.service.projects().create("other", Environment.TEST);
        project = service.secret.project().value();
        other = second.project().value();
        var signers = new LedgerSigners("countersign", seeds);
        signer = signers.of(project);
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        connection = DriverManager.getConnection(service.jdbcUrl);
        var events = EventSourcing.on(
                        database,
                        database,
                        new EventSourcing.Commits(1, false),
                        EventNames.of(List.of(ProjectEvent.class), List.of()))
                .aggregate(Project.class)
                .build();
        events.start();
        var rules = new RetentionRules(events.transactions(), events.commands(), service.clock);
        logins(service, 1);
        for (var who : List.of(service.secret, second)) {
            for (var entries : List.of(RetentionClass.LOGINS, RetentionClass.MESSAGES, RetentionClass.ACCESS)) {
                rules.keep(who.project(), entries, Optional.of(1));
            }
        }
        for (var code = 1; code <= 2; code++) {
            loginOf(second, service);
            var _ = service.codeOf("+12025550163", code);
        }
        settle(service);
        try (HikariDataSource pool = service.transactional();
                var sweep = new RetentionSweep(pool, signers, service.clock)) {
            var later = Instant.now().atOffset(ZoneOffset.UTC).plusMonths(5).toInstant();
            assertThat(sweep.sweep(later).events()).isPositive();
            logins(service, 3);
            settle(service);
            assertThat(sweep.sweep(later).events()).isPositive();
        }
        rules.keep(service.secret.project(), RetentionClass.LOGINS, Optional.of(13));
        rules.keep(service.secret.project(), RetentionClass.MESSAGES, Optional.of(13));
        logins(service, 5);
        settle(service);
        events.close();
        service.close();
        connection.setAutoCommit(false);
        present = numbers("select e.global_index from event e where " + placed() + " and not " + NOTES);
        assertThat(numbers(
                        "select global_index from event where " + NOTES + " and " + OURS.replace("PROJECT", project)))
                .hasSize(2);
        assertThat(numbers("select global_index from event where " + NOTES + " and " + OURS.replace("PROJECT", other)))
                .isNotEmpty();
    }

    private static void logins(TestService service, int first) {
        for (var code = first; code < first + 2; code++) {
            var login = service.passcodes()
                    .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber("+12025550162")
                            .build());
            var session = service.passcodes()
                    .authenticate(AuthenticateRequest.newBuilder()
                            .setMethodId(login.getPhoneId())
                            .setCode(service.codeOf("+12025550162", code))
                            .setSessionDurationMinutes(60)
                            .build())
                    .getSessionToken();
            var _ = service.sessions()
                    .revokeSession(RevokeSessionRequest.newBuilder()
                            .setSessionToken(session)
                            .build());
        }
    }

    private static void loginOf(NewSecret who, TestService service) {
        var _ = PasscodeServiceGrpc.newBlockingStub(service.channel)
                .withInterceptors(TestService.showing(who))
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+12025550163")
                        .build());
    }

    private static void settle(TestService service) {
        Eventually.gives(
                () -> numbers("select count(*) from event where payload_type = 'passcode.CodeIssued' and aggregate_id"
                        + " not in (select aggregate_id from event where payload_type = 'passcode.CodeSent')"
                        + " union all select count(*) from event"
                        + " where global_index > (select global_index from ledger_position)"),
                behind -> behind.equals(List.of(0L, 0L)));
        service.clock.advance(Duration.ofSeconds(61));
        Eventually.gives(
                () -> numbers("select count(*) from ledger where size > checkpoint_size"),
                behind -> behind.equals(List.of(0L)));
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        postgres.close();
    }

    @AfterEach
    void forget() throws SQLException {
        connection.rollback();
    }

    @Test
    void whatRetentionDroppedIsMissedByNobody() {
        for (var key : List.of(Optional.of(signer.key()), Optional.<NoteKey>empty())) {
            assertThat(new AbsentEvents(one(), key, seeds).firstWrong(project)).isEmpty();
        }
        assertThat(new AbsentEvents(one(), Optional.empty(), seeds).firstWrong(other))
                .isEmpty();
    }

    @Test
    void everythingElseThatIsGoneIsMissed() throws SQLException {
        for (var seed = 0; seed < TIMES; seed++) {
            var random = new Random(seed);
            var what = delete(random) + cover(random);
            assertThat(wrong()).as("seed %d: %s", seed, what).isPresent();
            connection.rollback();
        }
    }

    /// Deletes something that is there, as if retention had done it.
    private static String delete(RandomGenerator random) throws SQLException {
        var position = present.get(random.nextInt(present.size()));
        var which = switch (random.nextInt(3)) {
            case 0 -> "global_index = " + position;
            case 1 -> "aggregate_id = (select aggregate_id from event where global_index = " + position + ")";
            default -> NOTES + " and " + OURS.replace("PROJECT", project);
        };
        execute("with gone as (delete from event where " + which + " returning global_index)"
                + " insert into dropped_event select global_index, '2020-01-01' from gone");
        execute("delete from audit_entry where position not in (select global_index from event)");
        return which;
    }

    /// Whatever may be written beside it by somebody who has not the key.
    private static String cover(RandomGenerator random) throws SQLException {
        var gone = numbers("select t.tile * 256 + u.nth - 1 from ledger_tile t join ledger l using (ledger_id)"
                + " cross join unnest(t.positions) with ordinality u(position, nth) where l.name = '" + project
                + "' and level = 0 and position not in (select global_index from event) order by 1");
        var numbers = EntryNumbers.of(gone);
        var text = """
                countersign retention note 1
                The events of these entries are kept no longer. The hashes stay.
                ledger countersign/%s
                entries %d
                numbers %s
                hashes %s
                """.formatted(project, numbers.count(), numbers, Hash.EMPTY);
        var sql = switch (random.nextInt(6)) {
            // Another key.
            case 0 ->
                note(
                        NoteSigner.of(
                                        signer.key().name(),
                                        KeyRing.generate().ledgerSeeds().of(project))
                                .sign(text),
                        numbers.count());
            // That of another project.
            case 1 -> note(NoteSigner.of(signer.key().name(), seeds.of(other)).sign(text), numbers.count());
            // Of the ledger as it would be with other entries.
            case 2 -> note(signer.sign(text), numbers.count());
            // A note of another project.
            case 3 ->
                "update event set payload = convert_to(replace(convert_from(payload, 'UTF8'), '" + other + "', '"
                        + project + "'), 'UTF8') where " + NOTES;
            case 4 ->
                "update event set payload = convert_to(replace(convert_from(payload, 'UTF8'), '\"projectId\":\"" + other
                        + "', '\"projectId\":\"" + project + "'), 'UTF8') where " + NOTES;
            // Other numbers in a note.
            default ->
                "update event set payload = convert_to(regexp_replace(convert_from(payload, 'UTF8'), 'numbers [0-9 -]+',"
                        + " 'numbers " + numbers + "'), 'UTF8') where " + NOTES;
        };
        execute(sql);
        return "; " + sql;
    }

    private static String note(String note, long entries) {
        return "insert into event (aggregate_id, sequence_number, aggregate_type, event_id, recorded_at, payload_type,"
                + " payload_revision, payload, metadata) values ('note-x', 0, 'note', gen_random_uuid(), now(),"
                + " 'project.EventsDropped', '1', convert_to('{\"noteId\":\"note-x\",\"projectId\":\"" + project
                + "\",\"entries\":" + entries + ",\"note\":\""
                + note.replace("\n", "\\n") + "\"}', 'UTF8'), '{}')";
    }

    /// The case that the limits of the trail told of: `access` keeps a month, and a young login goes.
    @ParameterizedTest
    @ValueSource(strings = {"passcode.CodeIssued", "session.SessionStarted", "user.UserCreated"})
    void youngStreamThatIsGoneAsAWholeIsMissed(String type) throws SQLException {
        var streams = "select aggregate_id from event where payload_type = '" + type + "' and "
                + placed().replace("e.global_index", "global_index");
        execute("delete from audit_entry where position in (select global_index from event where aggregate_id in ("
                + streams + "))");
        var deleted = execute("with gone as (delete from event where aggregate_id in (" + streams
                + ") returning global_index) insert into dropped_event select global_index, '2020-01-01' from gone");
        assertThat(deleted).isPositive();
        assertThat(wrong()).get().asString().contains("no signed note");
    }

    @Test
    void forgedNoteIsToldAlsoIfNothingIsMissing() throws SQLException {
        execute(note("x", 1));
        assertThat(wrong()).get().asString().contains("none of its notes");
    }

    /// Of the first project.
    private static String placed() {
        return "e.global_index in (select unnest(positions) from ledger_tile join ledger using (ledger_id)"
                + " where level = 0 and name = '" + project + "')";
    }

    private static Optional<String> wrong() {
        return new AbsentEvents(one(), Optional.of(signer.key()), seeds).firstWrong(project);
    }

    private static int execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static List<Long> numbers(String question) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            var numbers = new ArrayList<Long>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return numbers;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// The connection with the damage, which nobody else sees; it stays open.
    private static DataSource one() {
        var open = (Connection) Proxy.newProxyInstance(
                AbsentEventsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                AbsentEventsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> open);
    }
}
