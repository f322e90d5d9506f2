package dev.countersign.proof;

import java.util.ArrayList;
import java.util.List;

/// Proofs about a tree as it was at any of its sizes. Each takes a number of reads that grows with the
/// logarithm of the size.
///
/// @param size how many entries there are
public record MerkleTree(long size, Nodes nodes) {

    public MerkleTree {
        if (size < 0) {
            throw new IllegalArgumentException("A tree cannot have " + size + " entries.");
        }
    }

    public Hash root() {
        return size == 0 ? Hash.EMPTY : range(0, size);
    }

    /// The same tree when it had fewer entries.
    ///
    /// @throws IllegalArgumentException if it never had so many
    public MerkleTree when(long earlier) {
        if (earlier > size) {
            throw new IllegalArgumentException("The tree has " + size + " entries, not " + earlier + ".");
        }
        return new MerkleTree(earlier, nodes);
    }

    /// Proves that the entry is in the tree (RFC 9162, section 2.1.3.1).
    ///
    /// @throws IllegalArgumentException if there is no such entry
    public InclusionProof inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("The tree has no entry " + index + ".");
        }
        var path = new ArrayList<Hash>();
        collectPath(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    private void collectPath(long index, long from, long to, List<Hash> path) {
        if (to - from == 1) {
            return;
        }
        var middle = from + largestPowerBelow(to - from);
        if (index < middle) {
            collectPath(index, from, middle, path);
            path.add(range(middle, to));
        } else {
            collectPath(index, middle, to, path);
            path.add(range(from, middle));
        }
    }

    /// Proves that the tree of an earlier size is the beginning of this one (RFC 9162, section 2.1.4.1).
    ///
    /// @throws IllegalArgumentException if the tree never had so many entries, or if that was none
    public ConsistencyProof consistency(long earlier) {
        if (earlier < 1 || earlier > size) {
            throw new IllegalArgumentException("The tree has " + size + " entries, and had 1 or more, not " + earlier);
        }
        var path = new ArrayList<Hash>();
        collectDifference(earlier, 0, size, true, path);
        return new ConsistencyProof(earlier, size, path);
    }

    /// @param whole whether the earlier tree ends where this part begins, so that the verifier knows its root
    private void collectDifference(long earlier, long from, long to, boolean whole, List<Hash> path) {
        if (earlier == to) {
            if (!whole) {
                path.add(range(from, to));
            }
            return;
        }
        var middle = from + largestPowerBelow(to - from);
        if (earlier <= middle) {
            collectDifference(earlier, from, middle, whole, path);
            path.add(range(middle, to));
        } else {
            collectDifference(earlier, middle, to, false, path);
            path.add(range(from, middle));
        }
    }

    /// The hash over the entries from one to before another, where the first begins a subtree.
    private Hash range(long from, long to) {
        var length = to - from;
        if (Long.bitCount(length) == 1) {
            var level = Long.numberOfTrailingZeros(length);
            return nodes.at(level, from >> level);
        }
        var middle = from + largestPowerBelow(length);
        return Hash.node(range(from, middle), range(middle, to));
    }

    /// Where the left half of so many entries ends.
    private static long largestPowerBelow(long length) {
        return Long.highestOneBit(length - 1);
    }
}
