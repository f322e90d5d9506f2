package dev.countersign.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CrashTest {
    @Test
    void whatWasCommittedSurvivesTheKillOfTheServer(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder)) {
            Sql.run(postgres.jdbcUrl("postgres"), "create table word as select 'kept' as text");
            kill(ProcessHandle.of(serverOn(folder)).orElseThrow());
        }
        assertThat(folder.resolve("cluster/postmaster.pid")).exists();
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(Sql.ask(postgres.jdbcUrl("postgres"), "select text from word"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void theServerEndsWithItsJvmAndLosesNothing(@TempDir Path folder) throws Exception {
        var other = ServerInAnotherJvm.on(folder);
        Sql.run(other.jdbcUrl(), "create table word as select 'kept' as text");
        var server = ProcessHandle.of(serverOn(folder)).orElseThrow();

        kill(other.process().toHandle());

        assertThat(server.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(Sql.ask(postgres.jdbcUrl("postgres"), "select text from word"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void theNextServerWaitsForTheOneThatIsStillEnding(@TempDir Path folder) throws Exception {
        var other = ServerInAnotherJvm.on(folder);
        Sql.run(other.jdbcUrl(), "create table number as select generate_series(1, 300000)");
        try (var _ = DriverManager.getConnection(other.jdbcUrl())) {
            kill(other.process().toHandle());
            try (var postgres = EmbeddedPostgres.start(folder)) {
                assertThat(Sql.ask(postgres.jdbcUrl("postgres"), "select count(*) from number"))
                        .isEqualTo("300000");
            }
        }
    }

    @Test
    void aSecondProcessOnTheSameFolderIsRefused(@TempDir Path folder) throws Exception {
        var other = ServerInAnotherJvm.on(folder);
        assertInUse(folder);
        other.process().getOutputStream().close();
        other.process().waitFor();
        EmbeddedPostgres.start(folder).close();
    }

    @Test
    void aSecondServerOfThisProcessIsRefusedAndTheFirstKeepsItsFolder(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertInUse(folder);
            assertInUse(folder);
            assertThat(Sql.ask(postgres.jdbcUrl("postgres"), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aStaleNumberThatAnotherProgramNowHasDoesNotMatter(@TempDir Path folder) throws Exception {
        EmbeddedPostgres.start(folder).close();
        var stranger = new ProcessBuilder("sleep", "60").start();
        Files.writeString(folder.resolve("cluster/postmaster.pid"), stranger.pid() + "\n\n1\n1\n\n\n\nready\n");
        try (var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(Sql.ask(postgres.jdbcUrl("postgres"), "select 1")).isEqualTo("1");
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static long serverOn(Path folder) {
        return PostmasterPid.read(folder.resolve("cluster/postmaster.pid"))
                .orElseThrow()
                .pid();
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(60, TimeUnit.SECONDS);
    }

    private static void assertInUse(Path folder) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessage("The data folder " + folder + " is in use by another process");
    }
}
