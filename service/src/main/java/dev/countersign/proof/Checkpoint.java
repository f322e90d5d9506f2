package dev.countersign.proof;

import java.util.Collection;
import java.util.regex.Pattern;

/// What a log was at one time: whose keeps it can later show every change (C2SP tlog-checkpoint).
///
/// @param origin names the log, in the whole world
/// @param size how many entries it has
/// @param root over all of them
public record Checkpoint(String origin, long size, Hash root) {
    private static final Pattern TEXT =
            Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n([^\n]+\n)*");

    /// @throws IllegalArgumentException if the origin cannot be one, or the size is negative
    public Checkpoint {
        if (!NoteKey.isName(origin)) {
            throw new IllegalArgumentException("The origin of a log has neither spaces nor plus signs.");
        }
        if (size < 0) {
            throw new IllegalArgumentException("A log cannot have " + size + " entries.");
        }
    }

    public String sign(NoteSigner signer) {
        return signer.sign(origin + "\n" + size + "\n" + root + "\n");
    }

    /// Reads a checkpoint that at least one of these keys has signed.
    ///
    /// @throws NoteException if it is no such checkpoint
    public static Checkpoint open(String note, Collection<NoteKey> trusted) throws NoteException {
        return of(SignedNote.open(note, trusted));
    }

    /// Reads a checkpoint that nobody but its keeper vouches for: its signature is not looked at.
    ///
    /// @throws NoteException if it is no checkpoint
    public static Checkpoint unverified(String note) throws NoteException {
        return of(SignedNote.unverified(note));
    }

    private static Checkpoint of(String content) throws NoteException {
        var text = TEXT.matcher(content);
        if (!text.matches()) {
            throw new NoteException("The note is no checkpoint.");
        }
        try {
            return new Checkpoint(text.group(1), Long.parseLong(text.group(2)), Hash.parse(text.group(3)));
        } catch (IllegalArgumentException e) {
            throw new NoteException("The note is no checkpoint: " + e.getMessage());
        }
    }
}
