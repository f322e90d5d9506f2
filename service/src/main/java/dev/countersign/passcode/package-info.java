/// One code's life, from the moment it is asked for.
///
///     IssueCode ──▶ Open ──┬── the right code ───────────▶ Used
///                    │     ├── the last attempt fails ───▶ Exhausted   (also: the phone was locked)
///                    │     ├── expiresAt is reached ─────▶ Expired
///                    │     └── a newer code is issued ───▶ Superseded
///                    └── a wrong code, or another device than is demanded: Open with one attempt less
///
/// No state but Open is ever left, so a code works at most once. Whether the message was sent is a fact beside
/// the state: it may become known after the code is dead.
///
/// The code itself is stored nowhere. [dev.countersign.passcode.PasscodeKeys] derives it from a key that no
/// database holds, the challenge's id and its nonce, as often as needed.
@NullMarked
package dev.countersign.passcode;

import org.jspecify.annotations.NullMarked;
