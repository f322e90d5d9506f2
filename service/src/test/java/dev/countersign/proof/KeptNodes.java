package dev.countersign.proof;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The nodes of a tree, in memory.
final class KeptNodes implements Nodes, GrowingTree.Sink {
    private record Place(int level, long index) {}

    private final Map<Place, Hash> hashes = new HashMap<>();

    /// A tree with so many entries, each different.
    static MerkleTree tree(int size) {
        var nodes = new KeptNodes();
        var growing = GrowingTree.empty();
        for (var entry = 0; entry < size; entry++) {
            growing.add(leaf(entry), nodes);
        }
        return new MerkleTree(size, nodes);
    }

    static Hash leaf(int entry) {
        return Hash.leaf(("entry " + entry).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void complete(int level, long index, Hash hash) {
        hashes.put(new Place(level, index), hash);
    }

    @Override
    public Hash at(int level, long index) {
        var hash = hashes.get(new Place(level, index));
        if (hash == null) {
            throw new IllegalArgumentException("There is no node " + index + " at level " + level + ".");
        }
        return hash;
    }
}
