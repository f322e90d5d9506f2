/// A log that cannot be changed unnoticed: a Merkle tree over its entries (RFC 9162, section 2.1), proofs about
/// it, and signed checkpoints of it (C2SP tlog-checkpoint). Knows nothing of what the entries say, and needs
/// neither a database nor a clock, so that the same code proves and verifies.
///
///     entry ── Hash.leaf ──▶ GrowingTree ──▶ nodes ──▶ MerkleTree ──▶ root, InclusionProof, ConsistencyProof
///                                                          root ──▶ Checkpoint ──▶ SignedNote
@NullMarked
package dev.countersign.proof;

import org.jspecify.annotations.NullMarked;
