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
    private static final int CALLERS = 8;
    private static final Pattern SECRET = Pattern.compile("(?m)^SECRET=(\\S+)");

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder logins = new LongAdder();

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
            var keeper = keeper(auditor);
            try {
                IntStream.range(0, CALLERS).forEach(caller -> Thread.ofVirtual().start(() -> logIn(nodes, caller)));
                var kills = new int[2];
                var random = new Random();
                var end = System.nanoTime() + KILLING.toNanos();
                while (System.nanoTime() < end || kills[0] == 0 || kills[1] == 0) {
                    LockSupport.parkNanos(
                            Duration.ofMillis(200 + random.nextInt(2_000)).toNanos());
                    if (random.nextBoolean()) {
                        var node = random.nextInt(2);
                        nodes.kill(node);
                        nodes.restart(node);
                        write(nodes);
                        kills[0]++;
                    } else {
                        kill(keeper);
                        keeper = keeper(auditor);
                        kills[1]++;
                    }
                }
                over.set(true);
                assertThat(logins.sum()).isGreaterThan(100);

                var database = new Database(postgres.jdbcUrl("postgres"));
                Eventually.gives(CATCHING_UP, () -> isAllKept(database, auditor.project()), all -> all);
                assertThat(kept()).isEqualTo(database.trail(auditor.project()));
                assertThat(database.number("select count(*) from event"))
                        .isEqualTo(database.number("select sum(size)::int from ledger"));
                System.out.printf(
                        "%d services and %d watchers were killed; %d logins, %d entries%n",
                        kills[0], kills[1], logins.sum(), kept().size());
            } finally {
                over.set(true);
                kill(keeper);
            }
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

    private Process keeper(Credentials auditor) throws IOException {
        return new ProcessBuilder(
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
                        Path.of("target", "product", "trail-keeper.log").toFile()))
                .start();
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().orTimeout(1, TimeUnit.MINUTES).join();
    }
}
