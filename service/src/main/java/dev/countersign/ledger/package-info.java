/// The ledger of each project: all its events, numbered without gaps, with a Merkle tree over them. Whoever keeps a
/// signed checkpoint of it can find every later change of what it covers, whoever made it.
///
///     event ──▶ Subjects (whose is it?) ──▶ Leaf (its exact bytes) ──▶ tree ──▶ tiles, Checkpoint
///                                             └──▶ LedgerReader, in the same transaction
///
/// One node at a time takes the events in the order of the store, soon after they were committed. What a leaf holds of
/// persons is sealed, so that erasing somebody changes no proof.
@NullMarked
package dev.countersign.ledger;

import org.jspecify.annotations.NullMarked;
