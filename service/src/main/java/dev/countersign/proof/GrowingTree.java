package dev.countersign.proof;

import java.util.ArrayList;
import java.util.List;

/// A tree that entries are added to. It remembers its right edge alone: one hash for each bit of its size.
public final class GrowingTree {
    private static final int HIGHEST = 60;

    /// Takes each subtree as soon as it is complete: the entry first, then what it completes, upwards.
    public interface Sink {
        void complete(int level, long index, Hash hash);
    }

    /// The complete subtrees from left to right, each smaller than the one before.
    private final List<Hash> edge;

    private long size;

    private GrowingTree(long size, List<Hash> edge) {
        this.size = size;
        this.edge = edge;
    }

    public static GrowingTree empty() {
        return new GrowingTree(0, new ArrayList<>());
    }

    /// One that goes on where another one stopped.
    public static GrowingTree of(long size, Nodes nodes) {
        var edge = new ArrayList<Hash>();
        long start = 0;
        for (var level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >> level & 1) == 1) {
                edge.add(nodes.at(level, start >> level));
                start += 1L << level;
            }
        }
        return new GrowingTree(size, edge);
    }

    public long size() {
        return size;
    }

    public void add(Hash leaf, Sink sink) {
        add(0, leaf, sink);
    }

    /// Adds `2^level` entries at once, of which nothing is known but the hash over them.
    ///
    /// @throws IllegalArgumentException if no such subtree begins where this tree ends
    public void add(int level, Hash subtree, Sink sink) {
        if (level < 0 || level > HIGHEST || size % (1L << level) != 0) {
            throw new IllegalArgumentException("No subtree of level " + level + " begins at " + size);
        }
        var index = size >> level;
        var hash = subtree;
        sink.complete(level, index, hash);
        for (var above = level + 1; (index & 1) == 1; above++) {
            hash = Hash.node(edge.removeLast(), hash);
            index >>= 1;
            sink.complete(above, index, hash);
        }
        edge.add(hash);
        size += 1L << level;
    }

    public Hash root() {
        return edge.reversed().stream()
                .reduce((right, left) -> Hash.node(left, right))
                .orElse(Hash.EMPTY);
    }
}
