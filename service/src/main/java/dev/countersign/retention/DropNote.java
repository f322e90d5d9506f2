package dev.countersign.retention;

import dev.countersign.ledger.EntryNumbers;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.proof.NoteSigner;
import dev.countersign.proof.SignedNote;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// States that retention dropped the events of some entries. Who has not the key of the ledger cannot make one, and
/// nobody can use one for other entries.
///
/// It is a signed note (C2SP signed-note) like the checkpoints, under the same key, and can be taken for neither a
/// checkpoint nor a certificate of an erasure: its first line is another one.
///
/// @param ledger the name of the ledger in the world, which is that of its key
/// @param hashes over those of the entries: see [dev.countersign.ledger.EntryHashes]
record DropNote(String ledger, EntryNumbers entries, Hash hashes) {
    private static final String HEAD = """
            countersign retention note 1
            The events of these entries are kept no longer. The hashes stay.
            """;
    private static final Pattern TEXT = Pattern.compile(Pattern.quote(HEAD) + """
            ledger (\\S+)
            entries (\\d{1,18})
            numbers ([0-9 -]+)
            hashes (\\S+)
            """);
    private static final Pattern LEDGER = Pattern.compile("\nledger (\\S+)\n");

    String sign(NoteSigner signer) {
        return signer.sign(text());
    }

    private String text() {
        return HEAD + """
                ledger %s
                entries %d
                numbers %s
                hashes %s
                """.formatted(ledger, entries.count(), entries, hashes);
    }

    /// Reads a note that the key of its ledger has signed.
    ///
    /// @param keys the key of the ledger with a name
    /// @throws NoteException if it is no such note
    static DropNote open(String note, Function<String, NoteKey> keys) throws NoteException {
        try {
            var named = LEDGER.matcher(note);
            if (!named.find()) {
                throw new NoteException("It names no ledger.");
            }
            var key = keys.apply(named.group(1));
            var text = SignedNote.open(note, List.of(key));
            var found = TEXT.matcher(text);
            if (!found.matches()) {
                throw new NoteException("It is no note of retention.");
            }
            var opened = new DropNote(found.group(1), EntryNumbers.parse(found.group(3)), Hash.parse(found.group(4)));
            if (!opened.text().equals(text) || !opened.ledger().equals(key.name())) {
                throw new NoteException("It is of another ledger, or malformed.");
            }
            return opened;
        } catch (IllegalArgumentException e) {
            throw new NoteException("It is no note of retention: " + e.getMessage());
        }
    }
}
