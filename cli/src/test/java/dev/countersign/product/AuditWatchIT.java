package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program keeps the audit trail in a file, while it and the services die again and again: the file holds every event
/// once, in order.
///
/// `-Daudit.killing-seconds=120` kills for longer than the usual 30.
@Timeout(600)
class AuditWatchIT {
    private static final Duration KILLING = Duration.ofSeconds(Long.getLong("audit.killing-seconds", 30));
    private static final Duration CATCHING_UP = Duration.ofSeconds(60);
    private static final int CALLERS = 4;
    private static final Pattern SECRET = Pattern.compile("(?m)^SECRET=(\\S+)");

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder logins = new LongAdder();
    private final Random random = new Random();

    @Test
    void fileHoldsEveryEventOnceAndInOrderWhoeverIsKilled() throws IOException {
        try (var postgres = EmbeddedPostgres.temporary();
                var nodes = Nodes.start(2, postgres.jdbcUrl("postgres"))) {
            var secret = SECRET.matcher(nodes.tell(
                    "project",
                    "add-secret",
                    "--role",
                    "auditor",
                    nodes.credentials().project()));
            assertThat(secret.find()).isTrue();
            var auditor = new Credentials(nodes.credentials().project(), secret.group(1));
            write(nodes);
            try (var keeping = new Keeping(auditor)) {
                IntStream.range(0, CALLERS).forEach(caller -> Thread.ofVirtual().start(() -> logIn(nodes, caller)));
                var services = 0;
                for (var end = System.nanoTime() + KILLING.toNanos(); System.nanoTime() < end || services == 0; ) {
                    rest();
                    var node = random.nextInt(2);
                    nodes.kill(node);
                    services++;
                    nodes.restart(node);
                    write(nodes);
                }
                keeping.letItLive();
                over.set(true);

                var database = new Database(postgres.jdbcUrl("postgres"));
                Eventually.gives(CATCHING_UP, () -> isAllKept(database, auditor.project()), all -> all);
                assertThat(kept()).isEqualTo(database.trail(auditor.project()));
                assertThat(database.number("select count(*) from event"))
                        .isEqualTo(database.number("select sum(size)::int from ledger"));
                assertThat(logins.sum()).isGreaterThan(100);
                System.out.printf(
                        "%d services and %d watchers were killed; %d logins, %d entries%n",
                        services, keeping.kills, logins.sum(), kept().size());
            } finally {
                over.set(true);
            }
        }
    }

    private void rest() {
        LockSupport.parkNanos(Duration.ofMillis(200 + random.nextInt(2_000)).toNanos());
    }

    /// The program that keeps the trail; it is killed again and again, and started anew.
    private final class Keeping implements AutoCloseable {
        private final Credentials auditor;
        private final AtomicBoolean enough = new AtomicBoolean();
        private final Thread killing;
        private volatile Process keeper;
        private volatile int kills;

        Keeping(Credentials auditor) {
            this.auditor = auditor;
            keeper = keeper(auditor);
            killing = Thread.ofPlatform().start(this::killAgainAndAgain);
        }

        private void killAgainAndAgain() {
            while (!enough.get()) {
                rest();
                kill(keeper);
                keeper = keeper(auditor);
                kills = kills + 1;
            }
        }

        void letItLive() {
            enough.set(true);
            try {
                killing.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            letItLive();
            kill(keeper);
        }
    }

    /// And nothing waits to become an entry.
    private boolean isAllKept(Database database, String project) {
        return database.number(
                                "select count(*) from event where global_index > (select global_index from ledger_position)")
                        == 0
                && kept().size() == database.trail(project).size();
    }

    private List<String> kept() {
        try {
            return Files.readAllLines(folder.resolve("trail"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void logIn(Nodes nodes, int caller) {
        while (!over.get()) {
            try {
                var _ = nodes.of(caller).login(PhoneNumbers.fresh());
                logins.increment();
            } catch (StatusRuntimeException _) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    /// As a whole, or not at all.
    private void write(Nodes nodes) throws IOException {
        var draft = Files.write(
                folder.resolve("ports.draft"),
                nodes.ports().stream().map(String::valueOf).toList());
        Files.move(draft, folder.resolve("ports"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Process keeper(Credentials auditor) {
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        Path.of("target").toAbsolutePath().resolve("test-classes") + ":"
                                + Path.of("target").toAbsolutePath().resolve("lib") + "/*",
                        TrailKeeper.class.getName(),
                        folder.resolve("trail").toString(),
                        folder.resolve("ports").toString(),
                        auditor.basic())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "product", "trail-keeper.log").toFile()));
        try {
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
