package dev.countersign.ledger;

import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Whether the upper levels of a ledger's tree are those that its lowest one makes. That one is told by
/// checkpoints; the others are only read for proofs.
record UpperTiles(DataSource database) {

    /// What is wrong first; empty: nothing.
    ///
    /// @param size how many entries the ledger has
    Optional<String> firstWrong(String ledger, long size) {
        try (var connection = database.getConnection()) {
            for (var level = 1; size >> level * Tiles.HEIGHT > 0; level++) {
                var nodes = size >> level * Tiles.HEIGHT;
                for (long first = 0; first < nodes; first += Tiles.WIDTH) {
                    var count = (int) Math.min(Tiles.WIDTH, nodes - first);
                    var wrong = firstWrong(ledger, level, first, count, connection);
                    if (wrong >= 0) {
                        return Optional.of("Node %d of the tree at level %d is not the one that the nodes below it make"
                                .formatted(first + wrong, level * Tiles.HEIGHT));
                    }
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Of the nodes of one tile; -1: none.
    private static int firstWrong(String ledger, int level, long first, int count, Connection connection)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                select u.hashes, b.hashes
                from ledger l cross join generate_series(?::bigint, ?::bigint) n (node)
                left join ledger_tile u on u.ledger_id = l.ledger_id and u.level = ? and u.tile = ?
                left join ledger_tile b on b.ledger_id = l.ledger_id and b.level = ? and b.tile = n.node
                where l.name = ? order by n.node""")) {
            select.setLong(1, first);
            select.setLong(2, first + count - 1);
            select.setInt(3, level);
            select.setLong(4, first / Tiles.WIDTH);
            select.setInt(5, level - 1);
            select.setString(6, ledger);
            try (var row = select.executeQuery()) {
                for (var node = 0; node < count; node++) {
                    if (!row.next() || !isMadeOf(row.getBytes(1), node, row.getBytes(2))) {
                        return node;
                    }
                }
                return -1;
            }
        }
    }

    private static boolean isMadeOf(byte @Nullable [] tile, int node, byte @Nullable [] below) {
        return tile != null
                && below != null
                && tile.length >= (node + 1) * Hash.BYTES
                && below.length == Tiles.WIDTH * Hash.BYTES
                && Tiles.hash(tile, node).equals(root(below));
    }

    private static Hash root(byte[] hashes) {
        var tree = GrowingTree.empty();
        for (var i = 0; i < Tiles.WIDTH; i++) {
            tree.add(Tiles.hash(hashes, i), (level, index, hash) -> {});
        }
        return tree.root();
    }
}
