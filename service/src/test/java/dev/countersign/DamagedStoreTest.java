package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditView;
import dev.countersign.audit.AuditViewCheck;
import dev.countersign.evidence.Kept;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.ledger.StoredLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.proof.NoteException;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Damages rows of the store, and of the view, at random, as somebody might who may do everything in the database. A
/// failure names the seed that makes it again.
@SuppressWarnings("NullAway.Init")
class DamagedStoreTest {
    private static final int TIMES = 250;
    private static final String POSITION =
            "(select positions[1 + %1$d %% 256] from ledger_tile t join ledger l using (ledger_id)"
                    + " where l.name = '%2$s' and level = 0 and tile = %1$d / 256)";
    private static final String UPPER_TILE =
            " where level = 1 and ledger_id = (select ledger_id from ledger where name = '%s')";
    private static final List<String> EVENT_COLUMNS = List.of(
            "event_id = gen_random_uuid()",
            "aggregate_id = aggregate_id || 'x'",
            "sequence_number = sequence_number + 100",
            "aggregate_type = 'x'",
            "payload_type = payload_type || 'x'",
            "payload_revision = coalesce(payload_revision || 'x', '1')",
            "payload_revision = nullif('', payload_revision || 'x')",
            "recorded_at = recorded_at + interval '1 microsecond'",
            "payload = set_byte(payload, length(payload) / 2, (get_byte(payload, length(payload) / 2) + 1) % 256)",
            "metadata = set_byte(metadata, 0, get_byte(metadata, 0) + 1)",
            "payload = payload || ' '::bytea",
            "global_index = (select max(global_index) + 1 from event)",
            "global_index = -global_index");
    private static final List<String> VIEW_COLUMNS = List.of(
            "ledger_id = ledger_id + 100",
            "recorded_at = recorded_at + interval '1 microsecond'",
            "entry = entry + 1000",
            "position = position + 1",
            "type = type || 'x'",
            "outcome = (outcome + 1) % 3",
            "reason = coalesce(reason || 'x', 'null')",
            "user_id = coalesce(user_id || 'x', '')",
            "challenge_id = coalesce(challenge_id || 'x', 'null')",
            "session_id = coalesce(session_id || 'x', 'x')",
            "request_id = coalesce(null, request_id || 'x', 'x')",
            "phone_hash = coalesce(phone_hash || ' '::bytea, '')",
            "ip_hash = coalesce(ip_hash || ' '::bytea, 'x'::bytea)",
            "country = case country when 'US' then 'GB' else 'US' end",
            "provider = coalesce(provider || 'x', '')");

    private static final List<String> COUNTED_COLUMNS = List.of(
            "ledger_id = ledger_id + 1000",
            "step = 7200",
            "beginning = beginning + interval '1 minute'",
            "beginning = beginning - interval '1 day'",
            "type = type || 'x'",
            "outcome = (outcome + 1) % 3",
            "reason = reason || 'x'",
            "country = country || 'x'",
            "provider = provider || 'x'");

    private static EmbeddedPostgres postgres;
    private static Connection connection;
    private static String project;
    private static long size;
    private static Kept kept;
    private static PersonalData personal;

    /// A ledger that does not grow any more, and a checkpoint over all of it.
    @BeforeAll
    static void fill() throws Exception {
        postgres = EmbeddedPostgres.temporary();
        var service = TestService.onFreshDatabase(postgres);
        project = service.secret.project().value();
        personal = new PersonalData(service.config.keyRing());
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        for (var last = 10; last < 16; last++) {
            var login = service.passcodes()
                    .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber("+120255501" + last)
                            .setAttributes(Attributes.newBuilder().setIpAddress("203.0.113.7"))
                            .build());
            var _ = service.codeOf("+120255501" + last, 1);
            if (last == 12) {
                var _ = service.users()
                        .deleteUser(DeleteUserRequest.newBuilder()
                                .setUserId(login.getUserId())
                                .build());
            }
        }
        for (var more = 0; more < 150; more++) {
            var _ = service.users()
                    .createUser(CreateUserRequest.newBuilder()
                            .setPhoneNumber("+12025550%03d".formatted(200 + more))
                            .build());
        }
        service.service.close();
        settle(service, database);
        service.channel.shutdownNow();
        connection = DriverManager.getConnection(service.jdbcUrl);
        try (var statement = connection.createStatement()) {
            // Who may do everything is kept from nothing.
            statement.execute("alter table event alter global_index drop identity");
        }
        connection.setAutoCommit(false);
    }

    /// What no service follows any more is followed here.
    private static void settle(TestService service, DataSource database) throws NoteException, SQLException {
        var signers = new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds());
        try (var transactional = service.transactional()) {
            var ledgers = new Ledgers(
                    transactional, List.of(new AuditView(personal)), new Checkpoints(signers, service.clock));
            service.clock.advance(Duration.ofMinutes(1));
            while (ledgers.takeNext(1000) > 0) {
                Thread.onSpinWait();
            }
        }
        size = new StoredLedger(database).size(project);
        assertThat(size).as("more than one tile").isGreaterThan(256);
        kept = Kept.nothingBut(signers.of(project).key())
                .with(new ProvenLedger(database)
                        .checkpointOver(project, size)
                        .orElseThrow()
                        .note());
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
    void everyDamageOfTheStoreIsFound() throws SQLException {
        for (var seed = 0; seed < TIMES; seed++) {
            var sql = ofStore(new Random(seed));
            damage(sql);
            assertThat(isStoreWrong()).as("seed %d: %s", seed, sql).isTrue();
            connection.rollback();
        }
    }

    @Test
    void everyDamageOfTheViewIsFound() throws SQLException {
        for (var seed = 0; seed < TIMES; seed++) {
            var sql = ofView(new Random(seed));
            damage(sql);
            assertThat(isViewWrong()).as("seed %d: %s", seed, sql).isTrue();
            connection.rollback();
        }
    }

    @Test
    void everyDamageOfTheCountsIsFound() throws SQLException {
        for (var seed = 0; seed < TIMES; seed++) {
            var sql = ofCounts(new Random(seed));
            damage(sql);
            assertThat(isViewWrong()).as("seed %d: %s", seed, sql).isTrue();
            connection.rollback();
        }
    }

    @Test
    void nothingIsFoundWhereNothingWasDamaged() throws SQLException {
        for (var time = 0; time < TIMES; time++) {
            assertThat(isStoreWrong()).isFalse();
            assertThat(new AuditViewCheck(one(), personal, InstantSource.system())
                            .firstWrong(project, size, reached -> {}))
                    .isEmpty();
            connection.rollback();
        }
    }

    private static void damage(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private static String ofStore(RandomGenerator random) {
        var one = POSITION.formatted(random.nextLong(size), project);
        var other = POSITION.formatted(random.nextLong(size), project);
        return switch (random.nextInt(8)) {
            case 6 ->
                "update ledger_tile set hashes = set_byte(hashes, %1$d, get_byte(hashes, %1$d) # %2$d)"
                                .formatted(random.nextInt(32), 1 << random.nextInt(8))
                        + UPPER_TILE.formatted(project);
            case 7 ->
                "update ledger_tile set hashes = substr(hashes, 1, %d)".formatted(random.nextInt(32))
                        + UPPER_TILE.formatted(project);
            case 0 -> "delete from event where global_index = " + one;
            case 1 -> "delete from event where global_index >= " + one;
            case 2 ->
                "update event e set payload = o.payload || case when e.global_index = o.global_index then '1' else '' end::bytea"
                        + ", event_id = o.event_id from event o where e.global_index = " + one
                        + " and o.global_index = " + other;
            case 3 ->
                "insert into event select -global_index, aggregate_id || 'x', sequence_number,"
                        + " aggregate_type, event_id, recorded_at, payload_type, payload_revision, payload, metadata"
                        + " from event where global_index = " + one;
            default ->
                "update event set " + EVENT_COLUMNS.get(random.nextInt(EVENT_COLUMNS.size())) + " where global_index = "
                        + one;
        };
    }

    private static String ofView(RandomGenerator random) {
        var where = " where entry = " + random.nextLong(size)
                + " and ledger_id = (select ledger_id from ledger where name = '" + project + "')";
        return switch (random.nextInt(6)) {
            case 0 -> "delete from audit_entry" + where;
            case 1 -> "delete from audit_entry" + where.replace("entry =", "entry >=");
            case 2 ->
                "insert into audit_entry select ledger_id, recorded_at + interval '1 microsecond', entry, position, type,"
                        + " outcome from audit_entry" + where;
            default -> "update audit_entry set " + VIEW_COLUMNS.get(random.nextInt(VIEW_COLUMNS.size())) + where;
        };
    }

    private static String ofCounts(RandomGenerator random) {
        var slot = 1 + random.nextInt(24);
        var where = " where ctid = (select c.ctid from audit_count c join ledger using (ledger_id) where name = '"
                + project + "' order by c.ctid offset " + random.nextInt(10) + " limit 1)";
        return switch (random.nextInt(8)) {
            case 0 -> "delete from audit_count" + where;
            case 1 -> "update audit_count set counts[" + slot + "] = counts[" + slot + "] + 1" + where;
            case 2 -> "update audit_count set counts = counts || 0" + where;
            case 3 -> "update audit_count set counts[" + slot + "] = null" + where;
            case 4 ->
                "insert into audit_count_change select ledger_id, beginning, type, outcome, reason, country, provider, 1"
                        + " from audit_count" + where;
            case 5 ->
                "insert into audit_count select ledger_id, step, beginning + interval '10 days', type, outcome, reason,"
                        + " country, provider, counts from audit_count" + where;
            default -> "update audit_count set " + COUNTED_COLUMNS.get(random.nextInt(COUNTED_COLUMNS.size())) + where;
        };
    }

    private static boolean isStoreWrong() {
        var stored = new StoredLedger(one());
        var verdict = stored.verify(project, size, kept, reached -> {});
        return !verdict.damages().isEmpty()
                || verdict.omitted() > 0
                || stored.strayEvent().isPresent()
                || stored.wrongNode(project, size).isPresent();
    }

    private static boolean isViewWrong() {
        return new AuditViewCheck(one(), personal, InstantSource.system())
                .firstWrong(project, size, reached -> {})
                .isPresent();
    }

    /// The connection with the damage, which nobody else sees; it stays open.
    private static DataSource one() {
        var open = (Connection) Proxy.newProxyInstance(
                DamagedStoreTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                DamagedStoreTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> open);
    }
}
