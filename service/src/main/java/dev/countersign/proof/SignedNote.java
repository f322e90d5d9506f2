package dev.countersign.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;

/// A text with signatures under it (C2SP signed-note 1.0.0). The text is not given out before one of them is
/// verified.
public final class SignedNote {
    private static final String SEPARATOR = "\n\n";
    private static final String SIGNATURE = "\u2014 ";
    private static final int MOST_BYTES = 1_000_000;
    private static final int MOST_SIGNATURES = 100;

    private SignedNote() {}

    /// The text of a note that at least one of these keys has signed. Signatures of other keys count for
    /// nothing.
    ///
    /// @throws NoteException if it is malformed, if none of the keys has signed it, or if a signature that
    ///     bears the name and the id of one of them is not its own
    public static String open(String note, Collection<NoteKey> trusted) throws NoteException {
        var text = unverified(note);
        var lines = note.substring(text.length() + 1).split("\n", MOST_SIGNATURES + 2);
        if (lines.length > MOST_SIGNATURES + 1) {
            throw new NoteException("The note has more than " + MOST_SIGNATURES + " signatures.");
        }
        var signatures = Arrays.asList(lines).subList(0, lines.length - 1);
        if (Set.copyOf(signatures).size() < signatures.size()) {
            throw new NoteException("The note has a signature twice.");
        }
        var verified = false;
        for (var line : signatures) {
            verified |= verify(text, line, trusted);
        }
        if (!verified) {
            throw new NoteException("None of the trusted keys has signed the note.");
        }
        return text;
    }

    /// The text of a note, whoever wrote it.
    ///
    /// @throws NoteException if it is malformed
    static String unverified(String note) throws NoteException {
        var end = note.lastIndexOf(SEPARATOR);
        if (note.length() > MOST_BYTES || end < 0 || !note.endsWith("\n") || hasControls(note)) {
            throw new NoteException("This is not a signed note.");
        }
        return note.substring(0, end + 1);
    }

    private static boolean hasControls(String note) {
        return note.chars().anyMatch(c -> c < ' ' && c != '\n');
    }

    /// Whether it is the signature of a trusted key.
    private static boolean verify(String text, String line, Collection<NoteKey> trusted) throws NoteException {
        var parts =
                line.startsWith(SIGNATURE) ? line.substring(SIGNATURE.length()).split(" ", -1) : new String[0];
        if (parts.length != 2 || !NoteKey.isName(parts[0])) {
            throw new NoteException("A signature of the note is malformed.");
        }
        var signature = ByteBuffer.wrap(decode(parts[1]));
        if (signature.remaining() <= Integer.BYTES) {
            throw new NoteException("A signature of the note is malformed.");
        }
        var id = signature.getInt();
        var bytes = new byte[signature.remaining()];
        signature.get(bytes);
        for (var key : trusted) {
            if (key.name().equals(parts[0]) && key.id() == id) {
                if (!key.verifies(bytes, text.getBytes(StandardCharsets.UTF_8))) {
                    throw new NoteException("The signature of " + key.name() + " does not fit the note.");
                }
                return true;
            }
        }
        return false;
    }

    /// Bits that mean nothing are zero: otherwise a note could be changed without being another one.
    private static byte[] decode(String base64) throws NoteException {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                throw new NoteException("A signature of the note is malformed.");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new NoteException("A signature of the note is malformed.");
        }
    }
}
