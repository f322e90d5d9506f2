package dev.countersign.ledger;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.MerkleTree;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads entries of ledgers within the transaction of a connection, and believes none that a checkpoint does not prove.
public record CoveredEntries(Connection connection) {

    /// The event of an entry; empty if it is not in the store as the checkpoint covers it.
    public Optional<RawEvent> event(int ledgerId, String ledger, long entry, Checkpoint checkpoint)
            throws SQLException {
        if (entry < 0 || entry >= checkpoint.size()) {
            return Optional.empty();
        }
        var events = new RawEvents(connection).at(position(ledgerId, entry));
        if (events.isEmpty()) {
            return Optional.empty();
        }
        var event = events.getFirst();
        try {
            var tree = new MerkleTree(checkpoint.size(), new Tiles(ledgerId, connection));
            return tree.inclusion(entry).holds(new Leaf(ledger, entry, event).hash(), checkpoint.root())
                    ? Optional.of(event)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The first of some entries whose event does not stand before a position; as many as there are if all do. Right
    /// where the positions ascend along the ledger, as they do unless somebody altered them.
    ///
    /// @param size how many entries
    public long firstFrom(int ledgerId, long position, long size) throws SQLException {
        var least = 0L;
        var most = size;
        while (least < most) {
            var middle = (least + most) >>> 1;
            var there = position(ledgerId, middle);
            if (!there.isEmpty() && there.getFirst() < position) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }

    /// At most one.
    private List<Long> position(int ledgerId, long entry) throws SQLException {
        try (var select = connection.prepareStatement("""
                select positions[?] from ledger_tile
                where ledger_id = ? and level = 0 and tile = ? and cardinality(positions) >= ?""")) {
            var place = (int) (entry % Tiles.WIDTH) + 1;
            select.setInt(1, place);
            select.setInt(2, ledgerId);
            select.setLong(3, entry / Tiles.WIDTH);
            select.setInt(4, place);
            try (var row = select.executeQuery()) {
                return row.next() ? List.of(row.getLong(1)) : List.of();
            }
        }
    }
}
