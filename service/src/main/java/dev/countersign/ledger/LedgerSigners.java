package dev.countersign.ledger;

import dev.countersign.keys.LedgerSeeds;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteSigner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who signs the checkpoints of each ledger: a key of its own, of the key ring and not of the database, under the name
/// of the ledger in the world.
public final class LedgerSigners {
    private final String origin;
    private final LedgerSeeds seeds;
    private final Map<String, NoteSigner> signers = new ConcurrentHashMap<>();

    /// @param origin of the installation: what the names of its ledgers begin with, such as `login.example.com`
    public LedgerSigners(String origin, LedgerSeeds seeds) {
        this.origin = origin;
        this.seeds = seeds;
    }

    public NoteSigner of(String ledger) {
        return signers.computeIfAbsent(ledger, name -> NoteSigner.of(origin + "/" + name, seeds.of(name)));
    }

    /// Reads a checkpoint that was signed here, byte for byte, whatever the origin of the installation was then. What a
    /// database holds may be anything else.
    ///
    /// @param size how many entries it is said to cover
    /// @throws NoteException if it is no such checkpoint
    public Checkpoint open(String note, String ledger, long size) throws NoteException {
        var checkpoint = Checkpoint.unverified(note);
        if (!checkpoint.origin().endsWith("/" + ledger)) {
            throw new NoteException("The checkpoint is of another ledger.");
        }
        if (checkpoint.size() != size) {
            throw new NoteException("The checkpoint is over " + checkpoint.size() + " entries, not " + size + ".");
        }
        var signer = NoteSigner.of(checkpoint.origin(), seeds.of(ledger));
        // Ed25519 signs the same text in one way only.
        if (!checkpoint.sign(signer).equals(note)) {
            throw new NoteException("The checkpoint was not signed here, or holds more than what was.");
        }
        return checkpoint;
    }
}
