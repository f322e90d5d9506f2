package dev.countersign.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.ledger.EntryNumbers;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteSigner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropNoteTest {
    private static final String LEDGER = "login.example.com/project-test-1";
    private static final NoteSigner SIGNER = signer(LEDGER, 1);
    private static final DropNote NOTE =
            new DropNote(LEDGER, EntryNumbers.of(List.of(3L, 4L, 5L, 12L)), Hash.leaf(new byte[0]));

    @Test
    void saysWhichEntriesAreKeptNoLonger() {
        assertThat(NOTE.sign(SIGNER)).startsWith("""
                countersign retention note 1
                The events of these entries are kept no longer. The hashes stay.
                ledger login.example.com/project-test-1
                entries 4
                numbers 3-5 12
                hashes %s

                \u2014 login.example.com/project-test-1\s""".formatted(NOTE.hashes()));
    }

    @Test
    void isReadBackHoweverLongItIs() throws NoteException {
        assertThat(open(NOTE.sign(SIGNER))).isEqualTo(NOTE);
        var longest = new DropNote(
                LEDGER,
                EntryNumbers.of(LongStream.range(0, NotedDrops.MOST_RUNS)
                        .map(run -> 100_000_000_000_000_000L + 2 * run)
                        .boxed()
                        .toList()),
                Hash.EMPTY);
        assertThat(open(longest.sign(SIGNER))).isEqualTo(longest);
    }

    @Test
    void everyChangedByteIsFound() {
        var signed = NOTE.sign(SIGNER).getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (var at = 0; at < signed.length; at++) {
            var changed = signed.clone();
            changed[at] ^= (byte) (1 << random.nextInt(7));
            isRefused(new String(changed, StandardCharsets.UTF_8));
        }
    }

    @Test
    void whoHasAnotherKeyMakesNone() {
        isRefused(NOTE.sign(signer(LEDGER, 2)));
        isRefused(NOTE.sign(signer("login.example.com/project-test-2", 1)));
    }

    @Test
    void checkpointIsNone() {
        isRefused(new Checkpoint(LEDGER, 4, Hash.EMPTY).sign(SIGNER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"entries 3", "entries 04", "numbers 3-5 12 ", "numbers 5-3 12", "numbers ", "numbers 3-5  12"})
    void textThatTheServiceWouldNotWriteIsRefused(String line) {
        var text = NOTE.sign(SIGNER).split("\n\n", 2)[0] + "\n";
        var name = line.substring(0, line.indexOf(' '));
        isRefused(SIGNER.sign(text.replaceFirst("(?m)^" + name + " .*$", line)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ledger", "\nledger a+b\n", "\nledger x\n\n\u2014 x AAAAAAAA\n"})
    void anythingElseIsRefused(String note) {
        isRefused(note);
    }

    private static void isRefused(String note) {
        assertThatExceptionOfType(NoteException.class).isThrownBy(() -> open(note));
    }

    private static DropNote open(String note) throws NoteException {
        return DropNote.open(note, name -> signer(name, 1).key());
    }

    private static NoteSigner signer(String name, int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return NoteSigner.of(name, seed);
    }
}
