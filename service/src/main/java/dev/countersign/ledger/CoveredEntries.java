package dev.countersign.ledger;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.MerkleTree;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /// An entry, and its hash.
    public record Covered(long entry, Hash hash) {}

    /// Which entries some events are, by their positions. Those that are none as the checkpoint covers it are left out.
    ///
    /// One proof is enough for a tile: the path of an entry is made of all hashes of its tile.
    public Map<Long, Covered> of(int ledgerId, String ledger, List<RawEvent> events, Checkpoint checkpoint)
            throws SQLException {
        var tiles = new Tiles(ledgerId, connection);
        var tree = new MerkleTree(checkpoint.size(), tiles);
        var proven = new HashMap<Long, Boolean>();
        var covered = new HashMap<Long, Covered>();
        var numbers = numbers(ledgerId, events, checkpoint.size());
        for (var event : events) {
            var entry = numbers.getOrDefault(event.position(), checkpoint.size());
            if (entry < checkpoint.size()) {
                var hash = new Leaf(ledger, entry, event).hash();
                if (hash.equals(tiles.at(0, entry))
                        && proven.computeIfAbsent(
                                entry / Tiles.WIDTH, tile -> isProven(entry, hash, tree, checkpoint))) {
                    covered.put(event.position(), new Covered(entry, hash));
                }
            }
        }
        return covered;
    }

    private static boolean isProven(long entry, Hash hash, MerkleTree tree, Checkpoint checkpoint) {
        try {
            return tree.inclusion(entry).holds(hash, checkpoint.root());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The entries that stand at the positions of some events, as the database says.
    private Map<Long, Long> numbers(int ledgerId, List<RawEvent> events, long size) throws SQLException {
        var positions =
                events.stream().map(RawEvent::position).sorted().distinct().toList();
        var numbers = new HashMap<Long, Long>();
        if (positions.isEmpty()) {
            return numbers;
        }
        try (var select = connection.prepareStatement("""
                select u.position, t.tile * 256 + u.nth - 1
                from ledger_tile t cross join unnest(t.positions) with ordinality as u(position, nth)
                     join unnest(?::int8[]) w(position) on w.position = u.position
                where t.ledger_id = ? and t.level = 0 and t.tile between ? and ?
                      and length(t.hashes) = 32 * cardinality(t.positions)""")) {
            select.setArray(1, connection.createArrayOf("int8", positions.toArray()));
            select.setInt(2, ledgerId);
            select.setLong(3, firstFrom(ledgerId, positions.getFirst(), size) / Tiles.WIDTH);
            select.setLong(4, firstFrom(ledgerId, positions.getLast(), size) / Tiles.WIDTH);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    numbers.put(row.getLong(1), row.getLong(2));
                }
            }
        }
        return numbers;
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
