/// Calls that may be repeated: who sends the same call again with the same key gets the same answer, and
/// nothing happens twice.
///
///     key ──▶ kept answer? ──yes─▶ the same request? ──yes─▶ that answer
///                  │                     └──no──▶ refused
///                  └──no──▶ the call ──▶ its events, and its answer, in one commit
///
/// Whoever loses the race of two calls with one key finds the winner's answer. A call without a key passes by.
@NullMarked
package dev.countersign.idempotency;

import org.jspecify.annotations.NullMarked;
