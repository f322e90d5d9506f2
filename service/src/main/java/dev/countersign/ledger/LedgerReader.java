package dev.countersign.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Takes the entries as they are written.
public interface LedgerReader {

    /// Called in the transaction that writes these entries, with those of all ledgers in the order of the store. Each
    /// entry comes once, unless the transaction fails: then it comes again.
    void take(List<LedgerEntry> entries, Connection connection) throws SQLException;

    /// Called in the transaction in which checkpoints were signed, after all readers have taken the entries.
    default void signed(Connection connection) throws SQLException {}
}
