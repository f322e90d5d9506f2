/// The key ring: every long-lived secret of an installation, in one small JSON document.
///
///     KeyRing ─┬─ wrapping   AES-256-GCM   wraps each user's data key              rotated: old keys still unwrap
///              ├─ codes      HMAC-SHA-256  derives the codes that are sent         rotated: old keys still derive
///              └─ lookup     HMAC-SHA-256  finds phone numbers, names and external ids without
///              │                        storing them, and stamps cursors          kept for good
@NullMarked
package dev.countersign.keys;

import org.jspecify.annotations.NullMarked;
