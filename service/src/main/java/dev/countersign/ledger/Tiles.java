package dev.countersign.ledger;

import dev.countersign.proof.GrowingTree;
import dev.countersign.proof.Hash;
import dev.countersign.proof.Nodes;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The nodes of a ledger's tree, read from its tiles within the transaction of a connection. Each tile is read once.
final class Tiles implements Nodes {
    /// The levels of a tile: the one that is stored, and those that are computed from it.
    static final int HEIGHT = 8;

    static final int WIDTH = 1 << HEIGHT;

    private static final int HASH = 32;

    private final int ledgerId;
    private final Connection connection;
    private final Map<Place, byte[]> read = new HashMap<>();

    private record Place(int level, long tile) {}

    Tiles(int ledgerId, Connection connection) {
        this.ledgerId = ledgerId;
        this.connection = connection;
    }

    @Override
    public Hash at(int level, long index) {
        var above = level % HEIGHT;
        var first = index << above;
        var hashes = read.computeIfAbsent(new Place(level / HEIGHT, first / WIDTH), this::tile);
        var offset = (int) (first % WIDTH);
        if ((offset + (1 << above)) * HASH > hashes.length) {
            throw new IllegalArgumentException("The tree has no node " + index + " at level " + level);
        }
        var subtree = GrowingTree.empty();
        for (var from = offset; from < offset + (1 << above); from++) {
            subtree.add(hash(hashes, from), (below, at, hash) -> {});
        }
        return subtree.root();
    }

    static Hash hash(byte[] hashes, int index) {
        return new Hash(Arrays.copyOfRange(hashes, index * HASH, (index + 1) * HASH));
    }

    private byte[] tile(Place place) {
        try (var select = connection.prepareStatement(
                "select hashes from ledger_tile where ledger_id = ? and level = ? and tile = ?")) {
            select.setInt(1, ledgerId);
            select.setInt(2, place.level());
            select.setLong(3, place.tile());
            try (var row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
