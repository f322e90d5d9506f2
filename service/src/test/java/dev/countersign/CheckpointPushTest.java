package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.evidence.Kept;
import dev.countersign.ledger.CheckpointFolder;
import dev.countersign.ledger.CheckpointPost;
import dev.countersign.ledger.CheckpointPush;
import dev.countersign.ledger.CheckpointTarget;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.ProvenLedger;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Checkpoints on their way to a second place.
class CheckpointPushTest {
    private static final String OTHER = "project-test-5d3a6b0e-95ff-4c77-8a0b-0d9a8a1b7c11";

    private static EmbeddedPostgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void serviceKeepsItsCheckpointsInAFolderAndAtAServer() throws Exception {
        var posted = new ConcurrentLinkedQueue<String>();
        var answers = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var note = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var refused = answers.getAndIncrement() == 0;
            if (!refused) {
                posted.add(note);
            }
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try (var service = TestService.settingOn(
                postgres,
                Map.of(
                        "COUNTERSIGN_LEDGER_PUSH_FOLDER",
                        folder.toString(),
                        "COUNTERSIGN_LEDGER_PUSH_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/checkpoints"))) {
            var project = service.secret.project().value();
            var first = newest(service, 0);
            login(service);
            service.clock.advance(Duration.ofMinutes(1));
            var second = newest(service, first.size() + 1);

            var files = Eventually.gives(() -> files(project), found -> found.size() == 2);
            assertThat(files.stream().map(CheckpointPushTest::text)).containsExactly(first.note(), second.note());
            assertThat(Eventually.gives(() -> List.copyOf(posted), found -> found.size() == 2))
                    .containsExactly(first.note(), second.note());
            var key = new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds())
                    .of(project)
                    .key();
            assertThat(Kept.nothingBut(key).with(text(files.getFirst())).checkpoints())
                    .hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatWasNotTakenIsBroughtAgainAndWhatWasTakenIsNot() throws Exception {
        try (var service = TestService.onFreshDatabase(postgres);
                var database = service.transactional()) {
            var first = newest(service, 0);
            login(service);
            service.clock.advance(Duration.ofMinutes(1));
            var second = newest(service, first.size() + 1);
            var taken = new ArrayList<Long>();

            var failing = new Place((TakingSizes) size -> {
                taken.add(size);
                if (size == second.size()) {
                    throw new IOException("full");
                }
            });
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> push(service, database, failing).push());
            // As after a restart.
            assertThat(push(service, database, new Place((TakingSizes) taken::add))
                            .push())
                    .isEqualTo(1);
            assertThat(push(service, database, new Place((TakingSizes) taken::add))
                            .push())
                    .isZero();

            assertThat(taken).containsExactly(first.size(), second.size(), second.size());
        }
    }

    @Test
    void nothingIsBroughtButWhatWasSignedHere() throws Exception {
        try (var service = TestService.onFreshDatabase(postgres);
                var database = service.transactional()) {
            var first = newest(service, 0);
            login(service);
            service.clock.advance(Duration.ofMinutes(1));
            var second = newest(service, first.size() + 1);
            change(
                    service,
                    "update checkpoint set note = note || '\u2014 somebody AAAAAAA=\n' where size = " + first.size());
            change(
                    service,
                    "insert into ledger (name, size, checkpoint_size) values ('../outside', 1, 1)," + " ('" + OTHER
                            + "', 1, 1)");
            change(
                    service,
                    "insert into checkpoint (ledger_id, size, signed_at, note)"
                            + " select ledger_id, 1, now(), 'anything' from ledger where name in ('../outside', '"
                            + OTHER + "')");
            change(
                    service,
                    "insert into checkpoint (ledger_id, size, signed_at, note)"
                            + " select ledger_id, size + 1000, now(), 'anything' from ledger where name = '"
                            + service.secret.project() + "'");
            var taken = new ArrayList<String>();

            var push = push(service, database, new CheckpointFolder(folder.resolve("kept")));
            while (push.push() > 0) {
                assertThat(push.last()).isIn(Instant.EPOCH, service.clock.instant());
            }
            var again = push(service, database, new Place((ledger, size) -> taken.add(ledger + " " + size)));
            while (again.push() > 0) {
                assertThat(taken).hasSizeLessThan(2);
            }

            assertThat(push.last()).isEqualTo(service.clock.instant());
            assertThat(taken).containsExactly(service.secret.project() + " " + second.size());
            try (var all = Files.walk(folder)) {
                assertThat(all.filter(Files::isRegularFile).map(CheckpointPushTest::text))
                        .containsExactly(second.note());
            }
        }
    }

    @Test
    void whatIsSaidToHaveBeenBroughtAndWasNeverSignedIsBrought() throws Exception {
        try (var service = TestService.onFreshDatabase(postgres);
                var database = service.transactional()) {
            var first = newest(service, 0);
            var taken = new ArrayList<Long>();
            var push = push(service, database, new Place((TakingSizes) taken::add));
            assertThat(push.push()).isEqualTo(1);
            change(service, "update checkpoint_push set size = 9000000000000000000");

            assertThat(push.push()).isEqualTo(1);
            assertThat(push.push()).isZero();
            login(service);
            service.clock.advance(Duration.ofMinutes(1));
            var second = newest(service, first.size() + 1);
            assertThat(push.push()).isEqualTo(1);

            assertThat(taken).containsExactly(first.size(), first.size(), second.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "..", ".", "", "a/b", "/x"})
    void nothingIsPutOutsideOfTheFolder(String ledger) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckpointFolder(folder.resolve("kept")).put(ledger, 1, "note\n"));
        try (var all = Files.walk(folder)) {
            assertThat(all).containsExactly(folder);
        }
    }

    @Test
    void fileIsNeverReplaced() throws IOException {
        var place = new CheckpointFolder(folder);
        place.put("p", 7, "one\n");
        place.put("p", 7, "another\n");
        place.put("p", 7, "one\n");
        place.put("p", 7, "another\n");

        assertThat(files("p").stream().map(CheckpointPushTest::text)).containsExactly("one\n", "another\n");
        assertThat(files("p").getFirst()).hasFileName("0000000000000000007");
    }

    @Test
    void serverThatIsNotThereHasNothing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new CheckpointPost(URI.create("http://127.0.0.1:1/")).put("p", 1, "note\n"));
    }

    private interface Taking {
        void take(String ledger, long size) throws IOException;
    }

    private interface TakingSizes {
        void take(long size) throws IOException;
    }

    private record Place(Taking taking) implements CheckpointTarget {
        private Place(TakingSizes taking) {
            this((ledger, size) -> taking.take(size));
        }

        @Override
        public String name() {
            return "place";
        }

        @Override
        public void put(String ledger, long size, String note) throws IOException {
            taking.take(ledger, size);
        }
    }

    private static CheckpointPush push(TestService service, DataSource database, CheckpointTarget target) {
        var signers = new LedgerSigners("countersign", service.config.keyRing().ledgerSeeds());
        return new CheckpointPush(database, target, signers, service.clock);
    }

    private static void change(TestService service, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Path> files(String ledger) {
        var place = folder.resolve(ledger);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (var files = Files.list(place)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void login(TestService service) {
        var _ = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+12025550162")
                        .build());
    }

    private static ProvenLedger.Signed newest(TestService service, long size) {
        var database = new PGSimpleDataSource();
        database.setUrl(service.jdbcUrl);
        return Eventually.gives(
                        () -> new ProvenLedger(database)
                                .checkpointOver(service.secret.project().value(), size),
                        Optional::isPresent)
                .orElseThrow();
    }
}
