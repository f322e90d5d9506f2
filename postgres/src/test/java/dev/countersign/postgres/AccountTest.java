package dev.countersign.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(LINUX)
@EnabledIf(value = "isRoot", disabledReason = "only root runs the server under another account")
class AccountTest {
    @Test
    void rootRunsTheServerAsNobodyWhereNamespacesAreForbidden(@TempDir Path folder) throws Exception {
        assertThat(start(folder, Account.nobody())).isEqualTo("18");
        assertThat(Files.getAttribute(folder.resolve("cluster"), "unix:uid")).isEqualTo(65534);
    }

    @Test
    void aClusterChangesHandsWhenTheWayToStartChanges(@TempDir Path folder) throws Exception {
        assertThat(start(folder, Account.nobody())).isEqualTo("18");
        assertThat(start(folder, Account.ofThisProcess())).isEqualTo("18");
        assertThat(start(folder, Account.nobody())).isEqualTo("18");
    }

    private static String start(Path folder, Account account) throws Exception {
        try (var postgres = EmbeddedPostgres.start(folder, Map.of(), account, Server.Folder.KEPT)) {
            return Sql.ask(postgres.jdbcUrl("postgres"), "select current_setting('server_version_num')::int / 10000");
        }
    }

    static boolean isRoot() throws Exception {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
