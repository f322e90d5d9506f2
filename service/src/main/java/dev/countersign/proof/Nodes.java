package dev.countersign.proof;

/// The complete subtrees of a tree. At level 0 stand the entries; the node `index` of level `n` covers the
/// `2^n` entries from `index * 2^n` on.
public interface Nodes {

    /// The hash of a subtree that is complete.
    ///
    /// @throws IllegalArgumentException if it is not there
    Hash at(int level, long index);
}
