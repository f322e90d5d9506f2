/// Tells others of revocations as they happen, so that they can check JWTs without a call and still honour each of
/// them.
///
///     event table ── RevocationTail (one per process, while anybody watches) ──▶ RevocationWindow (the newest)
///          │                                                                        │
///          └── from further back ──────────────▶ Watch (one per call) ◀─────────────┘
///                                                  │ at the caller's own pace
///                                                  ▼
///                                            its revocations, and a resume token
///
/// Events are numbered in the order in which they become visible (decision 9): a position, the number of the last event
/// that was looked at, is all that a watcher has to remember, and it means the same at every node.
@NullMarked
package dev.countersign.revocation;

import org.jspecify.annotations.NullMarked;
