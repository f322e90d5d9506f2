package dev.countersign.proof;

import java.util.List;

/// That an entry stands at its place in a tree.
///
/// @param index of the entry, from 0
/// @param size of the tree
/// @param path the hashes beside the way from the entry up to the root
public record InclusionProof(long index, long size, List<Hash> path) {

    public InclusionProof {
        path = List.copyOf(path);
    }

    /// Whether this entry is in the tree with this root (RFC 9162, section 2.1.3.2).
    public boolean holds(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var position = index;
        var last = size - 1;
        var hash = leaf;
        for (var beside : path) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = Hash.node(beside, hash);
                while ((position & 1) == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, beside);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
