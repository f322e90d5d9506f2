/// Personal data at rest: it stands in events only as ciphertext under a key of its user.
///
///     plain text ── DataKey.seal(context) ──▶ Sealed ── DataKey.open(same context) ──▶ plain text
///
/// Whoever destroys the key has erased the person from every event, backup and replica, and left the events standing.
@NullMarked
package dev.countersign.privacy;

import org.jspecify.annotations.NullMarked;
