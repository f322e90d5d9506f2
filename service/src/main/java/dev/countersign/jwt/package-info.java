/// Sessions as JWTs (RFC 7519), which others check without a call.
///
///     live session ── SessionJwts.mint ──▶ JWT, 5 minutes ── SessionJwts.sessionIn ──▶ session id
///                          ▲                                       ▲
///                     SigningKeys: RSA, one set per project, sealed in the database, published as a key set
@NullMarked
package dev.countersign.jwt;

import org.jspecify.annotations.NullMarked;
