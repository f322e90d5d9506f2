/// A login that lasts.
///
///     StartSession ──▶ Alive ──┬── RevokeSession ─────────▶ over
///                        │     └── expiresAt is reached ──▶ over
///                        └── AddFactor, ExtendSession, ChangeClaims: Alive with more of it
///
/// A session is dead exactly at `expiresAt`, recorded or not, and never comes back. A check of a session is no
/// event: there are too many of them, and nothing rests on the last one.
///
/// The token is kept twice: as a hash, by which a session is found, and sealed under the user's data key, for
/// those who show a JWT and are to get their token back.
@NullMarked
package dev.countersign.session;

import org.jspecify.annotations.NullMarked;
