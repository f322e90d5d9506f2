package dev.countersign.proof;

import java.util.List;

/// That a tree is the beginning of a later one: nothing was changed, removed, or put in between.
///
/// @param earlier how many entries the first tree has
/// @param later how many the second one has
public record ConsistencyProof(long earlier, long later, List<Hash> path) {

    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// Whether the tree with the second root continues the one with the first (RFC 9162, section 2.1.4.2).
    public boolean holds(Hash earlierRoot, Hash laterRoot) {
        if (earlier < 1 || earlier > later) {
            return false;
        }
        if (earlier == later) {
            return path.isEmpty() && earlierRoot.equals(laterRoot);
        }
        if (Long.bitCount(earlier) == 1) {
            return climb(earlierRoot, path, earlierRoot, laterRoot);
        }
        return !path.isEmpty() && climb(path.getFirst(), path.subList(1, path.size()), earlierRoot, laterRoot);
    }

    /// @param start the largest subtree that both have at the end of the earlier one
    private boolean climb(Hash start, List<Hash> rest, Hash earlierRoot, Hash laterRoot) {
        var position = earlier - 1;
        var last = later - 1;
        while ((position & 1) == 1) {
            position >>= 1;
            last >>= 1;
        }
        var first = start;
        var second = start;
        for (var beside : rest) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                first = Hash.node(beside, first);
                second = Hash.node(beside, second);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                second = Hash.node(second, beside);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && first.equals(earlierRoot) && second.equals(laterRoot);
    }
}
