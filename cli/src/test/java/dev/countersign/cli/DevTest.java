package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevTest {
    private static final LocalPort ANY = new LocalPort(0, "--any");

    @TempDir
    private Path folder;

    @Test
    void theLoginThatItPrintsWorksAndTheUserIsThereAfterARestart() throws Exception {
        String firstUser;
        String firstProject;
        try (var started = started()) {
            var instructions = dev(started).start(folder, ANY, ANY);
            firstProject = instructions.project().revealText();
            firstUser = userOf(paste(instructions.allAtOnce()));
        }
        var mode = Files.getPosixFilePermissions(folder.resolve("project.env"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");

        try (var started = started()) {
            var instructions = dev(started).start(folder, ANY, ANY);
            assertThat(instructions.project().revealText()).isEqualTo(firstProject);
            assertThat(userOf(paste(instructions.allAtOnce()))).isEqualTo(firstUser);
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

    private static Dev dev(Started started) {
        return new Dev(started, step -> {});
    }

    private static Started started() {
        return new Started(trouble -> {
            throw new AssertionError(trouble);
        });
    }

    private static String paste(String commands) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", commands).start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static String userOf(String answer) {
        assertThat(answer).contains("\"status_code\":200");
        return answer.replaceFirst("(?s).*?\"user_id\":\"([^\"]+)\".*", "$1");
    }
}
