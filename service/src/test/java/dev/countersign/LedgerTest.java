package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.Leaf;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The ledgers of a running service.
class LedgerTest {
    private static EmbeddedPostgres postgres;
    private TestService service;
    private ProvenLedger ledger;
    private String project;
    private final List<HikariDataSource> pools = new ArrayList<>();

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
        project = service.secret.project().value();
        ledger = new ProvenLedger(autocommit());
    }

    @AfterEach
    void stop() throws InterruptedException {
        pools.forEach(HikariDataSource::close);
        service.close();
    }

    @Test
    void everyEventIsAnEntryOfItsProjectOnce() throws SQLException {
        for (var last = 0; last < 10; last++) {
            login("+1202555016" + last);
        }
        untilThereAre(42);

        var events = new ArrayList<Long>();
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("select global_index from event order by 1")) {
            while (row.next()) {
                events.add(row.getLong(1));
            }
        }
        untilThereAre(events.size());
        assertThat(entries())
                .extracting(entry -> leaf(entry).event().position())
                .startsWith(events.toArray(Long[]::new));
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(leaf(entry).hash()).isEqualTo(entry.hash());
            assertThat(leaf(entry).ledger()).isEqualTo(project);
        });
    }

    @Test
    void checkpointIsOfTheTreeOverTheEntries() throws NoteException {
        login("+12025550162");
        var signed = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();

        var checkpoint =
                Checkpoint.open(signed.note(), List.of(signers().of(project).key()));

        var tree = GrowingTree.empty();
        entries().stream()
                .limit(checkpoint.size())
                .forEach(entry -> tree.add(entry.hash(), (level, index, hash) -> {}));
        assertThat(checkpoint.origin()).isEqualTo("countersign/" + project);
        assertThat(checkpoint.root()).isEqualTo(tree.root());
    }

    @Test
    void checkpointIsSignedOnceAMinuteWhileTheLedgerGrows() {
        login("+12025550162");
        var first = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();
        login("+12025550163");
        untilThereAre((int) first.size() + 3);

        service.clock.advance(Checkpoints.EVERY.minus(Duration.ofNanos(1000)));
        takeAll();
        assertThat(ledger.newestCheckpoint(project)).contains(first);

        service.clock.advance(Duration.ofNanos(1000));
        Eventually.gives(() -> ledger.newestCheckpoint(project).orElseThrow().size(), size -> size > first.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)",
                "update ledger_tile set hashes = ''",
                "update checkpoint set note = replace(note, 'countersign', 'countersigns')",
                "update checkpoint set note = note || chr(8212) || ' somebody AAAAAAA=' || chr(10)",
                "update checkpoint set size = size - 1",
                "update ledger set checkpoint_size = 0",
                "update ledger set size = checkpoint_size - 1",
                "delete from checkpoint",
                "insert into checkpoint select ledger_id, size + 1000, signed_at, note from checkpoint"
            })
    void whatContradictsItsNewestCheckpointIsNotSigned(String change) throws SQLException {
        login("+12025550162");
        var first = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();
        login("+12025550163");
        untilThereAre((int) first.size() + 3);
        takeAll();
        assertThat(ledger.contradictedSince(project)).isEmpty();
        change(change);
        var start = service.clock.instant();
        var before = checkpoints();
        var ours = new Checkpoints(signers(), service.clock);
        var writer = new Ledgers(transactional(), List.of(), ours);

        for (var minute = 1; minute <= 2; minute++) {
            service.clock.advance(Checkpoints.EVERY);
            var atLeast = minute;
            Eventually.gives(() -> writer.takeNext(1_000) + ours.refused(), refused -> refused >= atLeast);
            writer.takeNext(1_000);
            assertThat(ours.refused()).isEqualTo(minute);
            assertThat(checkpoints()).isEqualTo(before);
            assertThat(ledger.contradictedSince(project)).as("the first time").contains(start.plus(Checkpoints.EVERY));
        }
    }

    @Test
    void whatIsAgainWhatItWasContradictsNothing() throws SQLException {
        login("+12025550162");
        var first = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();
        login("+12025550163");
        untilThereAre((int) first.size() + 3);
        takeAll();
        change("update ledger set checkpoint_size = checkpoint_size - 1");
        service.clock.advance(Checkpoints.EVERY);
        takeAll();
        Eventually.gives(() -> ledger.contradictedSince(project), Optional::isPresent);

        change("update ledger set checkpoint_size = checkpoint_size + 1");
        service.clock.advance(Checkpoints.EVERY);

        Eventually.gives(() -> ledger.newestCheckpoint(project).orElseThrow().size(), size -> size > first.size());
        assertThat(ledger.contradictedSince(project)).isEmpty();
    }

    @Test
    void clockOfAProcessThatIsAheadTakesNoLedgerIntoTheFuture() {
        login("+12025550162");
        GenericEventMessage.clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        try {
            login("+12025550163");
        } finally {
            GenericEventMessage.clock = Clock.systemUTC();
        }
        login("+12025550164");
        untilThereAre(14);

        assertThat(entries())
                .allSatisfy(entry -> assertThat(leaf(entry).event().recordedAt())
                        .isBefore(Instant.now().plusSeconds(6)));
    }

    @Test
    void checkpointThatIsSaidToBeOfTheFutureHoldsUpNothing() throws SQLException {
        login("+12025550162");
        var first = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();
        change("update ledger set checkpoint_at = 'infinity'");

        login("+12025550163");

        Eventually.gives(() -> ledger.newestCheckpoint(project).orElseThrow().size(), size -> size > first.size());
    }

    @Test
    void checkpointIsKnownAgainUnderAnotherOriginAndUnderNoOtherKey() throws NoteException {
        login("+12025550162");
        var signed = Eventually.gives(() -> ledger.newestCheckpoint(project), Optional::isPresent)
                .orElseThrow();
        var renamed =
                new LedgerSigners("login.example.com", service.config.keyRing().ledgerSeeds());
        var stranger = new LedgerSigners("countersign", KeyRing.generate().ledgerSeeds());

        assertThat(renamed.open(signed.note(), project, signed.size()).size()).isEqualTo(signed.size());
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> stranger.open(signed.note(), project, signed.size()));
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> renamed.open(signed.note(), project, signed.size() + 1));
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> renamed.open(signed.note(), Ledgers.INSTALLATION, signed.size()));
    }

    @Test
    void proofsHoldAcrossTiles() {
        for (var last = 0; last < 90; last++) {
            login("+120255501%02d".formatted(last));
        }
        untilThereAre(362);
        var all = entries();
        var size = all.size();

        for (var entry : List.of(0, 1, 255, 256, 257, size - 1)) {
            var proof = ledger.inclusion(project, entry, size);
            assertThat(proof.holds(all.get(entry).hash(), root(all))).isTrue();
            assertThat(proof.holds(all.get((entry + 1) % size).hash(), root(all)))
                    .isFalse();
        }
        for (var earlier : List.of(1, 255, 256, 300, size)) {
            assertThat(ledger.consistency(project, earlier, size).holds(root(all.subList(0, earlier)), root(all)))
                    .isTrue();
        }
    }

    @RepeatedTest(5)
    void severalWritersMakeOneLedger() throws InterruptedException {
        var writers = List.of(writer(), writer());
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var writer : writers) {
                threads.submit(() -> {
                    while (!Thread.interrupted()) {
                        writer.takeNext(7);
                    }
                    return null;
                });
            }
            for (var last = 0; last < 30; last++) {
                login("+120255501%02d".formatted(last));
            }
            untilThereAre(122);
            threads.shutdownNow();
        }
        assertThat(entries()).allSatisfy(entry -> assertThat(leaf(entry).hash()).isEqualTo(entry.hash()));
        assertThat(entries())
                .extracting(entry -> leaf(entry).event().position())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private List<String> checkpoints() throws SQLException {
        var checkpoints = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("select c::text from checkpoint c order by 1")) {
            while (row.next()) {
                checkpoints.add(row.getString(1));
            }
        }
        return checkpoints;
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private void untilThereAre(int entries) {
        var _ = Eventually.gives(this::entries, found -> found.size() >= entries);
    }

    private void login(String number) {
        var _ = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private void takeAll() {
        while (writer().takeNext(1_000) > 0) {
            Thread.onSpinWait();
        }
    }

    private Ledgers writer() {
        return new Ledgers(transactional(), List.of(), new Checkpoints(signers(), service.clock));
    }

    private LedgerSigners signers() {
        return new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds());
    }

    private List<ProvenLedger.Proven> entries() {
        var entries = new ArrayList<ProvenLedger.Proven>();
        for (var more = ledger.entries(project, 0); !more.isEmpty(); more = ledger.entries(project, entries.size())) {
            entries.addAll(more);
        }
        return entries;
    }

    private static Leaf leaf(ProvenLedger.Proven entry) {
        return Objects.requireNonNull(entry.leaf());
    }

    private static Hash root(List<ProvenLedger.Proven> entries) {
        var tree = GrowingTree.empty();
        entries.forEach(entry -> tree.add(entry.hash(), (level, index, hash) -> {}));
        return tree.root();
    }

    private PGSimpleDataSource autocommit() {
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        return database;
    }

    private DataSource transactional() {
        var config = new HikariConfig();
        config.setJdbcUrl(service.jdbcUrl);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(1);
        var pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }
}
