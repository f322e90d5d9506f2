package dev.countersign.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @Test
    void dataAreThereAfterARestart(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder)) {
            postgres.createDatabase("shop");
            Sql.run(postgres.jdbcUrl("shop"), "create table word as select 'kept' as text");
        }
        try (var postgres = EmbeddedPostgres.start(folder)) {
            postgres.createDatabase("shop");
            assertThat(Sql.ask(postgres.jdbcUrl("shop"), "select text from word"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void commitsAreDurableAndSettingsAreTaken() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary(Map.of("work_mem", "7MB"))) {
            var url = postgres.jdbcUrl("postgres");
            assertThat(Sql.ask(url, "show fsync")).isEqualTo("on");
            assertThat(Sql.ask(url, "show synchronous_commit")).isEqualTo("on");
            assertThat(Sql.ask(url, "show work_mem")).isEqualTo("7MB");
            assertThat(Sql.ask(url, "show server_version")).startsWith("18.");
        }
    }

    @Test
    void isReachedOnLoopbackAlone() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var url = postgres.jdbcUrl("postgres");
            assertThat(Sql.ask(url, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Sql.ask(url, "show unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void aThrowAwayServerLeavesNothingBehind() throws Exception {
        Path cluster;
        try (var postgres = EmbeddedPostgres.temporary()) {
            cluster = Path.of(Sql.ask(postgres.jdbcUrl("postgres"), "show data_directory"));
            assertThat(cluster).exists();
        }
        assertThat(cluster.getParent()).doesNotExist();
    }

    @Test
    void aDatabaseMayHaveAnyName() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            postgres.createDatabase("odd \"name\" & more");
            assertThat(Sql.ask(postgres.jdbcUrl("odd \"name\" & more"), "select 1"))
                    .isEqualTo("1");
        }
    }

    @Test
    void closingTwiceIsQuiet() {
        var postgres = EmbeddedPostgres.temporary();
        postgres.close();
        postgres.close();
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefusedInOneLine(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertRefused(file, "Cannot create the data folder " + file);
    }

    @Test
    void aClusterWithoutItsVersionIsDamaged(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("cluster"));
        assertRefused(folder, "is damaged: PG_VERSION is missing");
    }

    @Test
    void aClusterOfAnotherVersionIsNamedSo(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("cluster")).resolve("PG_VERSION"), "15\n");
        assertRefused(folder, "is of PostgreSQL 15, but this is PostgreSQL 18");
    }

    @Test
    void aServerThatDoesNotStartTellsWhyInItsOwnWords(@TempDir Path folder) throws Exception {
        EmbeddedPostgres.start(folder).close();
        Files.delete(folder.resolve("cluster/global/pg_control"));
        assertRefused(folder, "could not find the database system");
    }

    @Test
    void aSettingThatDoesNotExistIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, Map.of("no_such_setting", "1")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("no_such_setting")
                .hasMessageNotContaining("\n");
    }

    private static void assertRefused(Path folder, String words) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("\n");
    }
}
