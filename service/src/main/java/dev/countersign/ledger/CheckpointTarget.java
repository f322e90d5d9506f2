package dev.countersign.ledger;

import java.io.IOException;

/// A place outside of the database where checkpoints are kept.
public interface CheckpointTarget {

    /// Tells it from others, and stays the same over restarts.
    String name();

    /// Puts a checkpoint there. It may be there already: what was put before may be put again.
    ///
    /// @throws IOException if it is not certain that it is there for good
    void put(String ledger, long size, String note) throws IOException, InterruptedException;
}
