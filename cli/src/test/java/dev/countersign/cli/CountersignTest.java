package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.erasure.ErasureCertificate;
import dev.countersign.jwt.PostgresSigningKeys;
import dev.countersign.jwt.SigningKeys;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.EntryNumbers;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectSecret;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteKey;
import dev.countersign.proof.NoteSigner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CountersignTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsWhatItIs() {
        assertThat(run("version")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("countersign "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "service", "gateway", "keys", "project", "projections", "version"})
    void helpKnowsEveryCommand(String command) {
        assertThat(run("help")).isZero();
        assertThat(out.toString()).contains("  " + command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bogus",
                "dev --bogus",
                "dev --http-port x",
                "keys",
                "keys rotate",
                "project create",
                "project add-secret project-test-1",
                "projections rebuild everything"
            })
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
        var command = command();
        assertThat(new ComplaintHandler()
                        .handleExecutionException(new IllegalStateException("odd"), command, command.getParseResult()))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("countersign: unexpected failure\n")
                .contains("odd", "\tat ");
    }

    @Test
    void keysAreMadeAndRotatedInAFile(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys.json");
        assertThat(run("keys", "generate", "--file", file.toString())).isZero();
        var first = Files.readString(file);
        assertThat(run("keys", "rotate", "--file", file.toString())).isZero();
        assertThat(KeyRing.parse(Files.readString(file)).revealJson()).isNotEqualTo(first);
        assertThat(run("keys", "generate", "--file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(file + " exists");
    }

    @Test
    void aRingIsRotatedInTwoStepsThatComeInTurn(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys.json");
        assertThat(run("keys", "generate", "--file", file.toString())).isZero();
        var first = KeyRing.parse(Files.readString(file)).passcodeKeys().current();

        assertThat(run("keys", "promote", "--file", file.toString())).isEqualTo(1);
        assertThat(run("keys", "add", "--file", file.toString())).isZero();
        assertThat(run("keys", "add", "--file", file.toString())).isEqualTo(1);
        assertThat(KeyRing.parse(Files.readString(file)).passcodeKeys().current())
                .isEqualTo(first);

        assertThat(run("keys", "promote", "--file", file.toString())).isZero();
        assertThat(KeyRing.parse(Files.readString(file)).passcodeKeys().current())
                .isNotEqualTo(first);
    }

    @Test
    void keysOfJwtsAreReplacedInTheDatabase(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys.json");
        assertThat(run("keys", "generate", "--file", file.toString())).isZero();
        var ring = KeyRing.parse(Files.readString(file));
        try (var postgres = EmbeddedPostgres.temporary()) {
            var address = new DatabaseAddress(postgres.jdbcUrl("postgres"), "", "");
            var rotate =
                    new String[] {"keys", "rotate-signing", "--database-url=" + address.url(), "--keys-file=" + file};
            try (var projects = Projects.in(address)) {
                var project = projects.create("Shop", Environment.TEST).project();
                var one = Stream.concat(Stream.of(rotate), Stream.of(project.value()))
                        .toArray(String[]::new);
                assertThat(run(one)).isEqualTo(1);
                assertThat(err.toString()).contains(project + " has no key yet");

                var keys = new SigningKeys(
                        new PostgresSigningKeys(address.dataSource()), ring.signingSeals(), InstantSource.system());
                var first = keys.current(project);

                assertThat(run(rotate)).isZero();
                assertThat(out.toString()).containsPattern(project + ": jwk-test-\\S+ signs from 20");
                assertThat(run(one)).isZero();
                assertThat(out.toString()).contains("was made before, and signs from");
                assertThat(new SigningKeys(
                                        new PostgresSigningKeys(address.dataSource()),
                                        ring.signingSeals(),
                                        InstantSource.system())
                                .published(project))
                        .hasSize(2)
                        .first()
                        .hasToString(first.toString());
            }
        }
    }

    @Test
    void aRingThatIsDamagedIsNotReplaced(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("keys.json"), "{}");
        assertThat(run("keys", "rotate", "--file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("countersign: " + file + ": The key ring is damaged");
        assertThat(file).hasContent("{}");
    }

    @Test
    void keysArePrintedWhereNoFileIsNamed() {
        assertThat(run("keys", "generate")).isZero();
        assertThat(KeyRing.parse(out.toString())).isNotNull();
    }

    @Test
    void aProjectIsCreatedAndItsSecretReplaced() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var database = "--database-url=" + postgres.jdbcUrl("postgres");
            assertThat(run("project", "create", database, "--live", "Shop")).isZero();
            assertThat(out.toString()).matches("(?s)PROJECT_ID=project-live-\\S+\nSECRET=secret-live-\\S+\n");
            try (var projects = Projects.in(new DatabaseAddress(postgres.jdbcUrl("postgres"), "", ""))) {
                var project = projects.oldest().orElseThrow();

                assertThat(run("project", "add-secret", database, project.value()))
                        .isZero();
                var added = out.toString().lines().toList();
                var secretId = added.get(added.size() - 2).replace("SECRET_ID=", "");
                var secret = ProjectSecret.of(added.getLast().replace("SECRET=", ""));
                assertThat(projects.accept(project, secret)).isTrue();

                assertThat(run("project", "revoke-secret", database, project.value(), secretId))
                        .isZero();
                assertThat(projects.accept(project, secret)).isFalse();
            }
            var unknown = "project-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f";
            assertThat(run("project", "add-secret", database, unknown)).isEqualTo(1);
            assertThat(err).hasToString("countersign: There is no project " + unknown + "\n");
        }
    }

    @Test
    void retentionAndHoldsOfAProjectAreSetAndShown() {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var database = "--database-url=" + postgres.jdbcUrl("postgres");
            String project;
            try (var projects = Projects.in(new DatabaseAddress(postgres.jdbcUrl("postgres"), "", ""))) {
                project = projects.create("Shop", Environment.TEST).project().value();
            }
            assertThat(run("project", "retention", database, project, "logins", "13"))
                    .isZero();
            assertThat(out).hasToString("""
                    logins   13 months
                    messages forever
                    access   forever
                    changes  forever
                    """);
            assertThat(run("project", "retention", database, project, "logins", "forever"))
                    .isZero();
            assertThat(out.toString()).endsWith("changes  forever\n").contains("logins   forever\n");
            assertThat(run("project", "hold", "place", database, project, "CASE-17", "--user", "user-test-1"))
                    .isEqualTo(1);
            var user = "user-test-0193f1b2-7d2e-4c53-9a51-6b3f0c2d4e5f";
            assertThat(run("project", "hold", "place", database, project, "CASE-17", "--user", user))
                    .isZero();
            assertThat(out.toString())
                    .endsWith("WARNING: " + project + " has no user " + user + ": the hold keeps nothing\n");
            assertThat(run("project", "hold", "place", database, project, "CASE-17"))
                    .isEqualTo(1);
            assertThat(run("project", "hold", "list", database, project)).isZero();
            assertThat(out.toString()).contains("Placed CASE-17\n").endsWith("\nCASE-17 " + user + "\n");
            assertThat(run("project", "hold", "lift", database, project, "CASE-17"))
                    .isZero();
            assertThat(run("project", "retention", database, project, "logins", "0"))
                    .isEqualTo(1);
            assertThat(run("project", "retention", database, project, "all")).isEqualTo(2);
        }
    }

    @Test
    void keyOfALedgerIsPrinted(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys.json");
        assertThat(run("keys", "generate", "--file", file.toString())).isZero();
        assertThat(run("keys", "ledger", "--keys-file=" + file, "--origin=login.example.com", "installation"))
                .isZero();
        var key = NoteKey.parse(out.toString().strip());
        assertThat(key)
                .isEqualTo(new LedgerSigners(
                                "login.example.com",
                                KeyRing.parse(Files.readString(file)).ledgerSeeds())
                        .of("installation")
                        .key());
        assertThat(run("keys", "ledger", "--keys-file=" + file, "--origin=a b", "installation"))
                .isEqualTo(1);
        assertThat(run("keys", "ledger", "--keys-file=" + file, "shop")).isEqualTo(2);
    }

    @Test
    void readingACertificateChangesNothingInTheDatabase() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var url = postgres.jdbcUrl("postgres");
            assertThat(run("audit", "erased", "--database-url=" + url, "user-test-1"))
                    .isNotZero();
            try (var connection = DriverManager.getConnection(url);
                    var row = connection
                            .createStatement()
                            .executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    @Test
    void anEmptyTrailIsRebuilt(@TempDir Path folder) {
        var file = folder.resolve("keys.json");
        assertThat(run("keys", "generate", "--file", file.toString())).isZero();
        try (var postgres = EmbeddedPostgres.temporary()) {
            var database = "--database-url=" + postgres.jdbcUrl("postgres");
            assertThat(run("projections", "rebuild", database, "--keys-file=" + file, "audit"))
                    .isZero();
            assertThat(out).hasToString("Rebuilt audit: 0 entries\n");
            assertThat(run("audit", "erased", database, "user-test-1")).isEqualTo(1);
            assertThat(err.toString()).contains("There is no certificate that user-test-1 was erased");
        }
    }

    @Test
    void certificateOfAnErasureIsVerifiedWithoutAServer(@TempDir Path folder) throws Exception {
        var signer = NoteSigner.of("login.example.com/project-test-1", new byte[32]);
        var root = Hash.leaf(new byte[0]);
        var certificate = new ErasureCertificate(
                signer.key().name(),
                "user-test-1",
                Instant.parse("2026-03-01T12:00:00Z"),
                4,
                EntryNumbers.of(List.of(2L, 3L, 4L)),
                6,
                root);
        var file = Files.writeString(folder.resolve("certificate.txt"), certificate.sign(signer));
        var kept = Files.writeString(
                folder.resolve("checkpoint.txt"), new Checkpoint(signer.key().name(), 6, root).sign(signer));
        var other = Files.writeString(
                folder.resolve("other.txt"), new Checkpoint(signer.key().name(), 6, Hash.EMPTY).sign(signer));
        var key = "--key=" + signer.key().text();

        assertThat(run("audit", "verify-erasure", key, file.toString())).isZero();
        assertThat(run("audit", "verify-erasure", key, "--checkpoint=" + kept, file.toString()))
                .isZero();
        assertThat(out.toString()).contains("user-test-1 was erased at 2026-03-01T12:00:00Z, by entry 4");
        assertThat(run("audit", "verify-erasure", key, "--checkpoint=" + other, file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the ledger was altered");
        Files.writeString(file, certificate.sign(signer).replace("user-test-1", "user-test-2"));
        assertThat(run("audit", "verify-erasure", key, file.toString())).isEqualTo(1);
        assertThat(run("audit", "verify-erasure", "--key=x", file.toString())).isEqualTo(1);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsToldInOneLine() {
        assertThat(run("project", "create", "--database-url=jdbc:postgresql://127.0.0.1:1/db?user=me", "Shop"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains("127.0.0.1:1 refused"));
    }

    @Test
    void aDatabaseUrlThatIsNoneIsNotQuoted() {
        assertThat(run("project", "create", "--database-url=postgres://me:hunter2@host/db", "Shop"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("must begin with jdbc:postgresql:").doesNotContain("hunter2");
    }

    private int run(String... args) {
        return command().execute(args);
    }

    private CommandLine command() {
        return Countersign.commandLine(new Console(new PrintWriter(out, true))).setErr(new PrintWriter(err, true));
    }
}
