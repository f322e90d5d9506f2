package dev.countersign.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where damage is found.
class EvidenceFileTest {
    private static final Exported LEDGER = new Exported(30);
    private static final Kept KEY = Kept.nothingBut(Exported.SIGNER.key());

    private final List<String> lines = new ArrayList<>(Arrays.asList(new String(LEDGER.file(), UTF_8).split("\n")));

    @Test
    void untouchedExportIsProven() throws NoteException {
        var verdict = Exported.verdict(LEDGER.file(), KEY.with(LEDGER.note(7)).with(LEDGER.note(30)));

        assertThat(verdict).isEqualTo(new Verdict(30, 30, 3, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void severalNotesMayStandBehindEachOther() throws NoteException {
        var kept = KEY.with(LEDGER.note(1) + LEDGER.note(7) + LEDGER.note(29));

        assertThat(kept.checkpoints())
                .containsExactly(LEDGER.checkpoint(1), LEDGER.checkpoint(7), LEDGER.checkpoint(29));
        assertThat(Exported.verdict(LEDGER.file(), kept).checkpoints()).isEqualTo(4);
    }

    @Test
    void withoutKeyTheKeptCheckpointCounts() throws NoteException {
        var unsigned = new Kept(List.of(LEDGER.checkpoint(20)), java.util.Optional.empty());

        assertThat(Exported.verdict(LEDGER.file(), unsigned).proven()).isEqualTo(20);
    }

    @Test
    void changedEntryIsNamed() {
        lines.set(8, lines.get(8).replace("\"data\":\"", "\"data\":\"x"));

        assertThat(first()).isEqualTo("Line 9: Entry 7 was changed: it has not the hash that it had");
    }

    @Test
    void changedHashIsToldFromAChangedEntry() {
        lines.set(8, lines.get(8).replaceFirst(":\"[^\"]*\"", ":\"" + Hash.EMPTY + "\""));

        assertThat(first()).isEqualTo("Line 9: The hash of entry 7 was changed, but not the entry");
    }

    /// Who changes an entry and all hashes that he can write is found between two kept checkpoints.
    @Test
    void changedEntryWithItsHashIsFoundBetweenTwoCheckpoints() throws NoteException {
        var leaf = "{\"form\":1,\"ledger\":\"project-test-1\",\"entry\":7,\"data\":\"forged\"}";
        lines.set(8, "{\"leaf_hash\":\"%s\",\"entry\":%s}".formatted(Hash.leaf(leaf.getBytes(UTF_8)), leaf));

        var verdict = Exported.verdict(file(), KEY.with(LEDGER.note(5)).with(LEDGER.note(9)));

        assertThat(verdict.damages())
                .extracting(Damage::what)
                .containsExactly(
                        "Something of entries 5 to 8 was changed: the checkpoint over 9 entries has another root");
        assertThat(verdict.proven()).isEqualTo(5);
    }

    @Test
    void removedEntryIsNamed() {
        lines.remove(8);

        assertThat(first()).isEqualTo("Line 9: Entry 8 stands where entry 7 should");
    }

    @Test
    void exchangedEntriesAreNamed() {
        Collections.swap(lines, 8, 9);

        assertThat(first()).isEqualTo("Line 9: Entry 8 stands where entry 7 should");
    }

    @Test
    void insertedEntryIsNamed() {
        lines.add(9, lines.get(8));

        assertThat(first()).isEqualTo("Line 10: Entry 7 stands where entry 8 should");
    }

    @Test
    void cutOffTailIsNamed() {
        lines.removeLast();

        assertThat(first()).contains("The export ends before entry 29, though its checkpoint covers 30 entries");
    }

    @Test
    void tailThatIsCutOffWithItsCheckpointIsMissed() throws NoteException {
        var shorter = new Exported(20);

        assertThat(Exported.verdict(shorter.file(), KEY.with(LEDGER.note(30)).with(LEDGER.note(7))))
                .isEqualTo(new Verdict(
                        20,
                        20,
                        2,
                        0,
                        List.of(),
                        List.of(),
                        List.of("This export ends with the checkpoint over 20 entries, and you keep checkpoints over up"
                                + " to 30: it is older than those, or somebody has put an older one in its place")));
        var unsigned = new Kept(List.of(LEDGER.checkpoint(30)), java.util.Optional.empty());
        assertThat(Exported.verdict(shorter.file(), unsigned).damages())
                .extracting(Damage::what)
                .containsExactly("There are 20 entries, and a checkpoint covers 30: the others are missing");
    }

    @Test
    void lineBehindTheEndIsNamed() {
        lines.add("{}");

        assertThat(first())
                .isEqualTo("Line 32: There is more than the 30 entries that the checkpoint of the export covers");
    }

    @Test
    void unreadableLineIsNamed() {
        lines.set(8, lines.get(8).replaceFirst(",", ", "));

        assertThat(first()).isEqualTo("Line 9: This is no line of evidence; entry 7 should stand here");
    }

    @Test
    void lastLineNeedsItsEnd() {
        var file = LEDGER.file();

        assertThat(Exported.verdict(Arrays.copyOf(file, file.length - 1), KEY).damages())
                .isNotEmpty();
    }

    @Test
    void emptyFileIsNoEvidence() {
        assertThat(Exported.verdict(new byte[0], KEY).damages())
                .extracting(Damage::toString)
                .containsExactly("Line 1: This is not the first line of evidence");
    }

    @Test
    void checkpointOfAnotherLedgerIsRefused() throws NoteException {
        var other = NoteSigner.of("example.com/project-test-2", new byte[32]);
        var kept = Kept.nothingBut(other.key())
                .with(new dev.countersign.proof.Checkpoint(
                                "example.com/project-test-2",
                                30,
                                LEDGER.checkpoint(30).root())
                        .sign(other));

        assertThat(Exported.verdict(LEDGER.file(), kept).damages()).hasSize(1);
        assertThatExceptionOfType(NoteException.class)
                .isThrownBy(() -> KEY.with(kept.checkpoints().getFirst().sign(other)));
    }

    @Test
    void hashesStandForEntriesThatAreLeftOut() throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = new EvidenceWriter(LEDGER.note(30), out);
        writer.omitted(4, 0, LEDGER.node(4, 0));
        writer.entry(LEDGER.node(0, 16), LEDGER.leaves.get(16));
        writer.omitted(0, 17, LEDGER.node(0, 17));
        writer.omitted(1, 9, LEDGER.node(1, 9));
        writer.omitted(2, 5, LEDGER.node(2, 5));
        writer.omitted(2, 6, LEDGER.node(2, 6));
        writer.omitted(1, 14, LEDGER.node(1, 14));

        var verdict =
                Exported.verdict(out.toByteArray(), KEY.with(LEDGER.note(20)).with(LEDGER.note(7)));

        assertThat(verdict.damages()).isEmpty();
        assertThat(verdict.checkpoints()).isEqualTo(2);
        assertThat(verdict.omitted()).isEqualTo(29);
        assertThat(verdict.gaps()).containsExactly(new Verdict.Range(0, 16), new Verdict.Range(17, 30));
        assertThat(verdict.undecided())
                .containsExactly("The checkpoint over 7 entries ends within entries 0 to 15, for which one hash stands:"
                        + " export it with \"kept_size\": 7");
    }

    @Test
    void hashOfAnotherPlaceIsNamed() throws IOException {
        var out = new ByteArrayOutputStream();
        new EvidenceWriter(LEDGER.note(30), out).omitted(4, 1, LEDGER.node(4, 0));

        assertThat(Exported.verdict(out.toByteArray(), KEY).damages().getFirst())
                .hasToString("Line 2: A hash stands for entries from 16 on where entry 0 should be");
    }

    private String first() {
        return Exported.verdict(file(), KEY).damages().getFirst().toString();
    }

    private byte[] file() {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }
}
