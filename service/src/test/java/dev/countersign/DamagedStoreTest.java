package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.audit.AuditView;
import dev.countersign.audit.AuditViewCheck;
import dev.countersign.evidence.Kept;
import dev.countersign.keys.LedgerSeeds;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.ledger.StoredLedger;
import dev.countersign.login.PersonalData;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.proof.NoteException;
import dev.countersign.retention.AbsentEvents;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    private static LedgerSeeds seeds;

    /// A ledger that does not grow any more, and a checkpoint over all of it.
    @BeforeAll
    static void fill() throws Exception {
        postgres = EmbeddedPostgres.temporary();
        var service = TestService.onFreshDatabase(postgres);
        project = service.secret.project().value();
        personal = new PersonalData(service.config.keyRing());
        seeds = service.config.keyRing().ledgerSeeds();
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
            statement.execute(
                    "create table past partition of audit_entry for values from (minvalue) to ('1980-01-01')");
            statement.execute(
                    "create table future partition of audit_entry for values from ('2090-01-01') to (maxvalue)");
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

    /// A forged event in the store, and what would make it seem to belong there.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into ledger (name) values ('ghost');"
                        + " insert into ledger_tile select ledger_id, 0, 0, '', '{FORGED}' from ledger where name = 'ghost'",
                "insert into ledger (name, size) values ('ghost', 1);"
                        + " insert into ledger_tile select ledger_id, 0, 0, HASH, '{FORGED}' from ledger where name = 'ghost'",
                "insert into project select 'project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f', name, created_at"
                        + " from project;"
                        + " insert into ledger (name, size) values ('project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f', 1);"
                        + " insert into ledger_tile select ledger_id, 0, 0, HASH, '{FORGED}' from ledger"
                        + " where name = 'project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f'",
                "insert into ledger_tile select ledger_id, 0, 9, '', '{FORGED}' from ledger where name = 'PROJECT'",
                "insert into ledger_tile select ledger_id, 0, -1, HASH, '{FORGED}' from ledger where name = 'PROJECT'",
                "update ledger_tile set positions = positions || FORGED::bigint where level = 0 and tile = 1 and"
                        + " ledger_id = (select ledger_id from ledger where name = 'PROJECT')"
            })
    void forgedEventIsFoundWhateverTheTilesSay(String hiding) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var position : List.of("-7", "(select max(global_index) + 1 from event)")) {
                statement.execute("insert into event select " + position + ", aggregate_id, sequence_number + 1000,"
                        + " aggregate_type, gen_random_uuid(), recorded_at, payload_type, payload_revision, payload,"
                        + " metadata from event where global_index = " + POSITION.formatted(5, project));
                var forged = position.equals("-7") ? position : "" + greatest(statement);
                statement.execute("update ledger_position set global_index = greatest(global_index, " + forged + ")");
                statement.execute(hiding.replace("FORGED", forged)
                        .replace("HASH", "substr(sha256('x'), 1, 32)")
                        .replace("PROJECT", project));
                assertThat(isStoreWrong()).as(position).isTrue();
                connection.rollback();
            }
        }
    }

    private static long greatest(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select max(global_index) from event")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// With `--partial` events may be gone: as far as signed notes say so, whatever the tables say.
    @ParameterizedTest
    @ValueSource(strings = {"", "insert into retention select project_id, 'logins', 1 from project"})
    void droppedEventIsFoundIfNoNoteOfTheLedgerNamesIt(String besides) throws SQLException {
        damage("with gone as (delete from event where global_index = " + POSITION.formatted(size - 1, project)
                + " returning global_index) insert into dropped_event select global_index, '2020-01-01' from gone");
        if (!besides.isEmpty()) {
            damage(besides);
        }
        assertThat(absent())
                .hasValue("The event of entry %d is gone, and no signed note says that retention dropped it"
                        .formatted(size - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into retention select project_id, 'logins', 1 from project",
                "insert into legal_hold select project_id, 'CASE-1', null from project"
            })
    void ruleThatIsNotInTheLedgerIsFound(String sql) throws SQLException {
        damage(sql);
        assertThat(isViewWrong()).isTrue();
    }

    /// An event that retention drops leaves its time behind, also where it was the latest one at the end of a tile.
    @Test
    void goneEventWithTheLatestTimeOfItsTileIsNoDamageOfTheView() throws SQLException {
        var rows = " from audit_entry where entry >= 255 and ledger_id = (select ledger_id from ledger where name = '"
                + project + "')";
        var count = "insert into audit_count_change select ledger_id, date_trunc('minute', recorded_at, 'UTC'), type,"
                + " outcome, coalesce(reason, ''), coalesce(country, ''), coalesce(provider, ''), %d" + rows;
        damage(count.formatted(-1));
        damage("with gone as (delete from event where global_index = " + POSITION.formatted(255, project)
                + " returning global_index) insert into dropped_event"
                + " select global_index, (select max(recorded_at) from event) + interval '1 second' from gone");
        damage("delete" + rows + " and entry = 255");
        damage("update audit_entry set recorded_at = (select max(recorded_at) from dropped_event)"
                + rows.substring(rows.indexOf(" where")));
        damage(count.formatted(1));
        assertThat(new AuditViewCheck(one(), personal, InstantSource.system()).firstWrong(project, size, reached -> {}))
                .isEmpty();
    }

    /// Though rules, and what is noted of dropped events, would allow it.
    @ParameterizedTest
    @ValueSource(strings = {"project.ProjectCreated", "phone.PhoneRegistered", "passcode.CodeIssued"})
    void goneEventIsFoundByTheLaterOnesOfItsStream(String type) throws SQLException {
        assertThat(new StoredLedger(one()).brokenStream(project)).isEmpty();
        damage("with gone as (delete from event e where payload_type = '" + type + "' and exists (select from event"
                + " where aggregate_id = e.aggregate_id and sequence_number > e.sequence_number) returning *)"
                + " insert into dropped_event select global_index, '2020-01-01' from gone");
        assertThat(new StoredLedger(one()).brokenStream(project))
                .get()
                .asString()
                .contains("is gone");
    }

    @Test
    void timeThatRunsBackByMoreThanAMinuteIsTold() throws SQLException {
        assertThat(new StoredLedger(one()).backInTime(project)).isEmpty();
        var ahead =
                "(select max(recorded_at) from event where global_index < " + POSITION.formatted(100, project) + ")";
        var change = "update event set recorded_at = " + ahead + " - interval 'SPAN' where global_index = "
                + POSITION.formatted(100, project);
        damage(change.replace("SPAN", "1 minute"));
        assertThat(new StoredLedger(one()).backInTime(project)).isEmpty();
        damage(change.replace("SPAN", "60.000001 seconds"));
        assertThat(new StoredLedger(one()).backInTime(project))
                .get()
                .asString()
                .startsWith("Entry 100 says")
                .endsWith("There are 1 such entries");
    }

    /// Together with their counts.
    @ParameterizedTest
    @CsvSource({
        "1969-12-31 23:59Z, 5",
        "-infinity, 5",
        "-infinity, -1",
        "2099-01-01 00:00Z, 5",
        "2099-01-01 00:00Z, 100000",
        "infinity, 100000",
        "1969-12-31 23:59Z, 100000"
    })
    void rowFarFromAllOthersIsFound(String at, long entry) throws SQLException {
        damage(("with odd as (insert into audit_entry select ledger_id, '%s', %d, position, type, outcome"
                        + " from audit_entry where entry = 5 and ledger_id = (select ledger_id from ledger where name = '%s')"
                        + " returning *)"
                        + " insert into audit_count_change select ledger_id, date_trunc('minute', recorded_at, 'UTC'), type,"
                        + " outcome, '', '', '', 1 from odd")
                .formatted(at, entry, project));
        assertThat(isViewWrong()).isTrue();
    }

    @Test
    void checkpointOfTheDatabaseCountsIfTheKeyHasSignedIt() throws Exception {
        var key = Kept.nothingBut(kept.key().orElseThrow());
        var stored = new StoredLedger(one());
        var known = stored.withSigned(project, key);
        var verdict = stored.verify(project, size, known, reached -> {});
        assertThat(verdict.damages()).isEmpty();
        assertThat(verdict.proven()).isEqualTo(verdict.entries()).isEqualTo(size);
        assertThat(stored.withSigned(project, kept).checkpoints())
                .containsExactlyInAnyOrderElementsOf(known.checkpoints());
        assertThat(stored.withSigned(project, new Kept(List.of(), Optional.empty()))
                        .checkpoints())
                .isEmpty();

        damage("delete from event where global_index = " + POSITION.formatted(5, project));
        damage(
                "update ledger_tile set hashes = overlay(hashes placing sha256('x') from 161) where level = 0 and tile = 0"
                        + " and ledger_id = (select ledger_id from ledger where name = '" + project + "')");
        assertThat(stored.verify(project, size, stored.withSigned(project, key), reached -> {})
                        .damages())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"note = replace(note, '/', '/x')", "note = 'x'", "size = size - 1", "note = note || note"})
    void checkpointOfTheDatabaseThatWasChangedIsFound(String change) throws SQLException {
        damage("update checkpoint set " + change
                + " where ledger_id = (select ledger_id from ledger where name = '" + project + "')"
                + " and size = " + size);
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> new StoredLedger(one()).withSigned(project, kept))
                .withMessageStartingWith("The checkpoint over ");
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
                || stored.strayEvent(project).isPresent()
                || stored.wrongTile().isPresent()
                || stored.brokenStream(project).isPresent()
                || absent().isPresent()
                || stored.wrongNode(project, size).isPresent();
    }

    private static Optional<String> absent() {
        return new AbsentEvents(one(), kept.key(), seeds).firstWrong(project);
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
