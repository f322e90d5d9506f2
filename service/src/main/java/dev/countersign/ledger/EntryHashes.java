package dev.countersign.ledger;

import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import java.sql.Connection;

/// The hashes of a ledger's entries as its tiles have them, read within the transaction of a connection.
public record EntryHashes(int ledgerId, Connection connection) {

    /// The root of a tree of the hashes of some entries alone, in their order: it stands for all of them.
    ///
    /// @throws IllegalArgumentException if the ledger does not have them
    public Hash over(EntryNumbers entries) {
        var tiles = new Tiles(ledgerId, connection);
        var tree = GrowingTree.empty();
        for (var run : entries.runs()) {
            for (var entry = run.first(); entry <= run.last(); entry++) {
                tree.add(tiles.at(0, entry), (level, index, hash) -> {});
            }
        }
        return tree.root();
    }
}
