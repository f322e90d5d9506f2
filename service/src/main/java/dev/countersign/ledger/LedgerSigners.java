package dev.countersign.ledger;

import dev.countersign.keys.LedgerSeeds;
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
}
