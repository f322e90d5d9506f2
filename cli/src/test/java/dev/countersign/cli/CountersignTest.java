package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersignTest {
    private static final String DATABASE = "--database-url=jdbc:postgresql://localhost/countersign";

    private final PretendProduct product = new PretendProduct();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsWhatItIs() {
        assertThat(run("version")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("countersign "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "service", "gateway", "keys", "project", "version"})
    void helpKnowsEveryCommand(String command) {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("  " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bogus", "dev --bogus", "dev --http-port x", "keys", "keys rotate", "project create"})
    void aCommandThatIsTypedWrongExitsWithTwoAndOneLine(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).allMatch(said -> said.startsWith("countersign: "));
    }

    @Test
    void aBusyPortExitsWithOneAndOneLine(@TempDir Path folder) throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();
            assertThat(run("dev", "--http-port", "" + port, "--data-dir", folder.toString()))
                    .isEqualTo(1);
            assertThat(err).hasToString("countersign: Port " + port + " is in use; choose another with --http-port\n");
        }
    }

    @Test
    void aMistakeOfOurOwnShowsItsStack() {
        var command = Countersign.commandLine(product, new Console(new PrintWriter(out, true)))
                .setErr(new PrintWriter(err, true));
        assertThat(new ComplaintHandler()
                        .handleExecutionException(new IllegalStateException("odd"), command, command.getParseResult()))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("countersign: unexpected failure\n")
                .contains("odd", "\tat ");
    }

    @Test
    void keysAreMadeAndRotatedInAFile(@TempDir Path folder) {
        var file = folder.resolve("keys.json").toString();
        assertThat(run("keys", "generate", "--file", file)).isZero();
        assertThat(run("keys", "rotate", "--file", file)).isZero();
        assertThat(new PrivateFile(Path.of(file)).read()).contains("ring+ring");
        assertThat(run("keys", "generate", "--file", file)).isEqualTo(1);
        assertThat(err.toString()).contains(file + " exists");
    }

    @Test
    void keysArePrintedWhereNoFileIsNamed() {
        assertThat(run("keys", "generate")).isZero();
        assertThat(out).hasToString("ring\n");
    }

    @Test
    void aProjectIsCreatedAndItsSecretsReplaced() {
        assertThat(run("project", "create", DATABASE, "--live", "Shop")).isZero();
        var projectId = product.projects.oldest().orElseThrow();
        assertThat(out.toString()).startsWith("PROJECT_ID=" + projectId + "\nSECRET=secret-");
        assertThat(projectId).startsWith("project-live-");

        assertThat(run("project", "add-secret", DATABASE, projectId)).isZero();
        var secrets = product.projects.secrets.getOrDefault(projectId, Map.of());
        assertThat(secrets).hasSize(2);

        var oldest = secrets.keySet().iterator().next();
        assertThat(run("project", "revoke-secret", DATABASE, projectId, oldest)).isZero();
        assertThat(secrets).hasSize(1).doesNotContainKey(oldest);
    }

    @Test
    void aDatabaseUrlThatIsNoneIsNotQuoted() {
        assertThat(run("project", "create", "--database-url=postgres://me:hunter2@host/db", "Shop"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("must begin with jdbc:postgresql:").doesNotContain("hunter2");
    }

    private int run(String... args) {
        return Countersign.commandLine(product, new Console(new PrintWriter(out, true)))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
