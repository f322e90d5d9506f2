package dev.countersign.erasure;

import dev.countersign.ledger.EntryNumbers;
import dev.countersign.proof.Hash;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.proof.NoteSigner;
import dev.countersign.proof.SignedNote;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// States that a person was erased: the key to everything that a ledger holds of the user was destroyed, while the
/// entries stay, so that every proof holds.
///
/// It is a signed note (C2SP signed-note) like the checkpoints, under the same key, and can be taken for no checkpoint:
/// its first line has spaces, which no origin of a log has.
///
/// @param ledger the name of the ledger in the world, which is that of its key
/// @param user whom nobody can tell any more
/// @param erasedAt when it was recorded
/// @param erasedBy the number of the entry that records it
/// @param entries all entries about the user among those that the checkpoint covers, the one above among them
/// @param size of the checkpoint
/// @param root of the checkpoint
public record ErasureCertificate(
        String ledger, String user, Instant erasedAt, long erasedBy, EntryNumbers entries, long size, Hash root) {
    private static final String HEAD = """
            countersign erasure certificate 1
            The key to what these entries hold of the person was destroyed. The entries stay.
            """;
    private static final Pattern TEXT = Pattern.compile(Pattern.quote(HEAD) + """
            ledger (\\S+)
            user (\\S+)
            erased at (\\S+)
            erased by entry (\\d{1,18})
            entries (\\d{1,18})
            numbers ([0-9 -]+)
            checkpoint (\\d{1,18}) (\\S+)
            """);

    /// @throws IllegalArgumentException if it contradicts itself
    public ErasureCertificate {
        if (!entries.contains(erasedBy) || entries.runs().getLast().last() >= size) {
            throw new IllegalArgumentException("The checkpoint does not cover the entries, or one is missing.");
        }
    }

    public String sign(NoteSigner signer) {
        return signer.sign(text());
    }

    private String text() {
        return HEAD + """
                ledger %s
                user %s
                erased at %s
                erased by entry %d
                entries %d
                numbers %s
                checkpoint %d %s
                """.formatted(ledger, user, erasedAt, erasedBy, entries.count(), entries, size, root);
    }

    /// Reads a certificate that the key of its ledger has signed.
    ///
    /// @throws NoteException if it is no such certificate
    public static ErasureCertificate open(String note, NoteKey key) throws NoteException {
        var text = SignedNote.open(note, List.of(key));
        var found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new NoteException("The note is no certificate of an erasure.");
        }
        try {
            var certificate = new ErasureCertificate(
                    found.group(1),
                    found.group(2),
                    Instant.parse(found.group(3)),
                    Long.parseLong(found.group(4)),
                    EntryNumbers.parse(found.group(6)),
                    Long.parseLong(found.group(7)),
                    Hash.parse(found.group(8)));
            if (!certificate.text().equals(text) || !certificate.ledger().equals(key.name())) {
                throw new NoteException("The certificate is of another ledger, or malformed.");
            }
            return certificate;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NoteException("The note is no certificate of an erasure: " + e.getMessage());
        }
    }
}
