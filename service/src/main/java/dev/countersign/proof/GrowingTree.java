package dev.countersign.proof;

import java.util.ArrayList;
import java.util.List;

/// A tree that entries are added to. It remembers its right edge alone: one hash for each bit of its size.
public final class GrowingTree {

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
        var index = size;
        var hash = leaf;
        sink.complete(0, index, hash);
        for (var level = 1; (index & 1) == 1; level++) {
            hash = Hash.node(edge.removeLast(), hash);
            index >>= 1;
            sink.complete(level, index, hash);
        }
        edge.add(hash);
        size++;
    }

    public Hash root() {
        return edge.reversed().stream()
                .reduce((right, left) -> Hash.node(left, right))
                .orElse(Hash.EMPTY);
    }
}
