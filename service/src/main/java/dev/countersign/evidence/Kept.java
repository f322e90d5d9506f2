package dev.countersign.evidence;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody has kept where those who write a ledger cannot: checkpoints of it, and the key that they are signed
/// with.
///
/// @param key empty: whoever kept the checkpoints vouches for them, and nobody for those that come with an export
public record Kept(List<Checkpoint> checkpoints, Optional<NoteKey> key) {

    public Kept {
        checkpoints = List.copyOf(checkpoints);
    }

    public static Kept nothingBut(NoteKey key) {
        return new Kept(List.of(), Optional.of(key));
    }

    /// With the checkpoints of a text: one note, or several behind each other.
    ///
    /// @throws NoteException if one of them is malformed, or the key has not signed it
    public Kept with(String notes) throws NoteException {
        var all = new ArrayList<>(checkpoints);
        for (var note : split(notes)) {
            all.add(open(note));
        }
        return new Kept(all, key);
    }

    /// Whether all checkpoints of a text are of other ledgers; what their names end with tells, whatever signed them.
    ///
    /// @param ledger its name, with or without what the names of an installation's ledgers begin with
    public static boolean areOfOthers(String notes, String ledger) {
        try {
            for (var note : split(notes)) {
                if (ending(Checkpoint.unverified(note).origin()).equals(ending(ledger))) {
                    return false;
                }
            }
            return true;
        } catch (NoteException e) {
            return false;
        }
    }

    private static String ending(String ledger) {
        return ledger.substring(ledger.lastIndexOf('/') + 1);
    }

    Checkpoint open(String note) throws NoteException {
        return key.isPresent() ? Checkpoint.open(note, List.of(key.get())) : Checkpoint.unverified(note);
    }

    /// Why a checkpoint is none of this ledger; empty: it is.
    Optional<String> stranger(Checkpoint one) {
        for (var checkpoint : checkpoints) {
            if (!checkpoint.origin().equals(one.origin())) {
                return Optional.of("This is of %s, and the checkpoint over %d entries is of %s"
                        .formatted(one.origin(), checkpoint.size(), checkpoint.origin()));
            }
        }
        return key.filter(by -> !by.name().equals(one.origin()))
                .map(by -> "This is of %s, and the key is that of %s".formatted(one.origin(), by.name()));
    }

    /// Why these checkpoints are not of this ledger; empty: they are.
    public Optional<String> strangerTo(String ledger) {
        return checkpoints.stream()
                .filter(checkpoint -> !isOf(checkpoint, ledger))
                .findFirst()
                .map(checkpoint -> "The checkpoint over %d entries is of %s, and not of %s"
                        .formatted(checkpoint.size(), checkpoint.origin(), ledger));
    }

    static boolean isOf(Checkpoint checkpoint, String ledger) {
        return checkpoint.origin().endsWith("/" + ledger);
    }

    /// A note ends with its signatures; whatever follows is the next one.
    private static List<String> split(String notes) {
        return List.of(notes.split("(?<=\n)(?<=\n\u2014 [^\n]{1,400}\n)(?!\u2014 )"));
    }
}
