package dev.countersign.evidence;

import dev.countersign.proof.Hash;
import java.io.IOException;

/// Takes a ledger from its first entry on, in order and without gaps.
public interface EvidenceSink {

    /// An entry.
    ///
    /// @param hash as the tree has it
    /// @param leaf its bytes, as the store has them
    void entry(Hash hash, byte[] leaf) throws IOException;

    /// A subtree that stands for its `2^level` entries, which are left out.
    void omitted(int level, long index, Hash hash) throws IOException;
}
