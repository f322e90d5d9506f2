package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevTest {
    private static final LocalPort ANY = new LocalPort(0, "--any");

    @TempDir
    private Path folder;

    private final PretendProduct product = new PretendProduct();

    @Test
    void startsEverythingOnceMoreWithTheSameProjectAndStopsInOrder() throws Exception {
        ProjectEnv first;
        try (var started = started()) {
            first = dev(started).start(folder, ANY, ANY).project();
        }
        assertThat(product.happened)
                .containsExactly(
                        "service with ring and handset", "gateway with handset", "gateway stopped", "service stopped");
        var mode = Files.getPosixFilePermissions(folder.resolve("project.env"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");

        try (var started = started()) {
            var instructions = dev(started).start(folder, ANY, ANY);
            assertThat(instructions.project()).isEqualTo(first);
            try (var connection = DriverManager.getConnection(instructions.databaseUrl())) {
                assertThat(connection.getCatalog()).isEqualTo("countersign");
            }
        }
    }

    @Test
    void aBusyPortIsToldBeforeAnythingIsStarted() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var started = started()) {
            var busy = new LocalPort(other.getLocalPort(), "--http-port");
            assertThatThrownBy(() -> dev(started).start(folder, busy, ANY)).isInstanceOf(Complaint.class);
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(product.happened).isEmpty();
    }

    @Test
    void aDamagedProjectEnvIsToldBeforeAnythingIsStarted() {
        new PrivateFile(folder.resolve("project.env")).write("PROJECT_ID=?");
        try (var started = started()) {
            assertThatThrownBy(() -> dev(started).start(folder, ANY, ANY))
                    .isInstanceOf(Complaint.class)
                    .hasMessageContaining("project.env is damaged");
        }
        assertThat(folder.resolve("postgres")).doesNotExist();
    }

    private Dev dev(Started started) {
        return new Dev(product, started, step -> {});
    }

    private static Started started() {
        return new Started(trouble -> {
            throw new AssertionError(trouble);
        });
    }
}
