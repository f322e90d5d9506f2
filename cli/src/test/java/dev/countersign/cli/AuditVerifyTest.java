package dev.countersign.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.evidence.EvidenceWriter;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `countersign audit verify`, as it is typed.
class AuditVerifyTest {
    private static final NoteSigner SIGNER = NoteSigner.of("example.com/project-test-1", new byte[32]);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String key = SIGNER.key().text();

    @TempDir
    private Path folder;

    private Path export;

    @BeforeEach
    void write() throws IOException {
        export = folder.resolve("export.ndjson");
        Files.createDirectories(folder.resolve("kept"));
        var leaves = new ArrayList<byte[]>();
        var tree = GrowingTree.empty();
        for (var entry = 0; entry < 4; entry++) {
            leaves.add("{\"form\":1,\"ledger\":\"project-test-1\",\"entry\":%d,\"data\":\"x\"}"
                    .formatted(entry)
                    .getBytes(UTF_8));
            tree.add(Hash.leaf(leaves.get(entry)), (level, index, hash) -> {});
            Files.writeString(
                    folder.resolve("kept/" + (entry + 1)),
                    new Checkpoint(SIGNER.key().name(), entry + 1, tree.root()).sign(SIGNER));
        }
        try (var file = Files.newOutputStream(export)) {
            var writer = new EvidenceWriter(Files.readString(folder.resolve("kept/4")), file);
            for (var leaf : leaves) {
                writer.entry(Hash.leaf(leaf), leaf);
            }
        }
    }

    @Test
    void untouchedExportIsProven() {
        assertThat(run(
                        "audit",
                        "verify",
                        "--key",
                        key,
                        "--checkpoint",
                        folder.resolve("kept").toString(),
                        export.toString()))
                .isZero();
        assertThat(out).hasToString("Proven: the first 4 of 4 entries, by 5 checkpoints.\n");
    }

    @Test
    void checkpointsOfOtherLedgersInAFolderArePassedOver() throws IOException {
        var other = NoteSigner.of("example.com/installation", new byte[32]);
        Files.writeString(
                Files.createDirectories(folder.resolve("kept/installation")).resolve("9"),
                new Checkpoint(other.key().name(), 9, Hash.EMPTY).sign(other));
        var kept = folder.resolve("kept");
        assertThat(run("audit", "verify", "--key", key, "--checkpoint", kept.toString(), export.toString()))
                .isZero();
        assertThat(out)
                .hasToString("Passed over 1 files with checkpoints of other ledgers\n"
                        + "Proven: the first 4 of 4 entries, by 5 checkpoints.\n");

        // Named by itself it is meant.
        var named = kept.resolve("installation/9").toString();
        assertThat(run("audit", "verify", "--key", key, "--checkpoint", named, export.toString()))
                .isEqualTo(1);
        assertThat(run(
                        "audit",
                        "verify",
                        "--key",
                        key,
                        "--checkpoint",
                        kept.resolve("installation").toString(),
                        export.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no checkpoint of example.com/project-test-1");
    }

    @Test
    void keptCheckpointIsEnough() {
        assertThat(run("audit", "verify", "--checkpoint", kept(4), export.toString()))
                .isZero();
        assertThat(out).hasToString("Proven: the first 4 of 4 entries, by 1 checkpoint.\n");
    }

    @Test
    void entriesThatNoCheckpointCoversAreNotProven() {
        assertThat(run("audit", "verify", "--checkpoint", kept(3), export.toString()))
                .isEqualTo(2);
        assertThat(out.toString())
                .startsWith("Proven: the first 3 of 4 entries, by 1 checkpoint.\n"
                        + "UNDECIDED: The entries from 3 on are covered by no checkpoint.");

        assertThat(run("audit", "verify", "--up-to-checkpoint", "--checkpoint", kept(3), export.toString()))
                .isZero();
        assertThat(out.toString()).endsWith("NOT PROVEN: The entries from 3 on are covered by no checkpoint.\n");
    }

    @Test
    void nothingIsProvenByNoCheckpoint() throws IOException {
        var nothing = Files.createDirectories(folder.resolve("nothing/project-test-1"));
        Files.writeString(nothing.resolve(".being-written"), "count");

        assertThat(run(
                        "audit",
                        "verify",
                        "--checkpoint",
                        folder.resolve("nothing").toString(),
                        export.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("countersign: --checkpoint: There is no checkpoint in " + folder.resolve("nothing"));
    }

    @Test
    void checkpointOverNothingProvesNothing() throws IOException {
        var empty = folder.resolve("empty");
        Files.writeString(empty, new Checkpoint(SIGNER.key().name(), 0, Hash.EMPTY).sign(SIGNER));

        assertThat(run("audit", "verify", "--up-to-checkpoint", "--checkpoint", empty.toString(), export.toString()))
                .isEqualTo(2);
        assertThat(out.toString()).contains("UNDECIDED: The entries from 0 on are covered by no checkpoint.");
    }

    /// A folder that checkpoints are pushed into runs ahead of every export; so it does of one that was cut off.
    @Test
    void exportThatIsOlderThanAKeptCheckpointIsSaidToBe() throws IOException {
        var lines = Files.readAllLines(export);
        var writer = new ByteArrayOutputStream();
        var _ = new EvidenceWriter(Files.readString(folder.resolve("kept/3")), writer);
        Files.writeString(export, writer.toString(UTF_8) + String.join("\n", lines.subList(1, 4)) + "\n");

        assertThat(run(
                        "audit",
                        "verify",
                        "--key",
                        key,
                        "--up-to-checkpoint",
                        "--checkpoint",
                        folder.resolve("kept").toString(),
                        export.toString()))
                .isEqualTo(2);
        assertThat(out.toString())
                .startsWith("UNDECIDED: This export ends with the checkpoint over 3 entries, and you keep checkpoints"
                        + " over up to 4:")
                .endsWith("Proven: the first 3 of 3 entries, by 4 checkpoints.\n");
        assertThat(run("audit", "verify", "--checkpoint", folder.resolve("kept").toString(), export.toString()))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("DAMAGED: There are 3 entries, and a checkpoint covers 4: the others are missing");
    }

    @Test
    void changedEntryIsSaidWithItsLine() throws IOException {
        var text = Files.readString(export);
        var place = text.lastIndexOf("\"x\"");
        Files.writeString(export, text.substring(0, place) + "\"y\"" + text.substring(place + 3));

        assertThat(run("audit", "verify", "--key", key, export.toString())).isEqualTo(1);
        assertThat(out.toString()).startsWith("DAMAGED: Line 5: Entry 3 was changed");
    }

    @Test
    void damagedCheckpointIsSaidWithItsFile() throws IOException {
        var kept = folder.resolve("kept/3");
        Files.writeString(kept, Files.readString(kept).replaceFirst("3", "2"));

        assertThat(run("audit", "verify", "--key", key, "--checkpoint", kept.toString(), export.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("DAMAGED: " + kept + ": The signature of");
    }

    @Test
    void hashesDoNotStandForEntriesUnlessThatIsSaid() throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(export));
        var hash = lines.get(2).replaceAll(".*leaf_hash\":\"([^\"]*).*", "$1");
        lines.set(2, "{\"subtree\":{\"level\":0,\"index\":1,\"hash\":\"" + hash + "\"}}");
        Files.writeString(export, String.join("\n", lines) + "\n");

        assertThat(run("audit", "verify", "--key", key, export.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("MISSING: 1 entries are proven by hashes alone, the first of them entry 1.");
        assertThat(run("audit", "verify", "--partial", "--key", key, export.toString()))
                .isZero();
    }

    @Test
    void whatCannotBeFoundOutExitsWithTwo() {
        assertThat(run("audit", "verify", export.toString())).isEqualTo(2);
        assertThat(run("audit", "verify", "--key", "nonsense", export.toString()))
                .isEqualTo(2);
        assertThat(run("audit", "verify", "--key", key, folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(run("audit", "verify", "--checkpoint", folder.resolve("none").toString(), export.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(4).allMatch(said -> said.startsWith("countersign: "));
    }

    private String kept(int size) {
        return folder.resolve("kept/" + size).toString();
    }

    private int run(String... arguments) {
        return Countersign.commandLine(new Console(new PrintWriter(out)))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
