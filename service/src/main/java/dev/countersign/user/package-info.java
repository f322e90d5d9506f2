/// The people who log in, and their phones.
///
///     CreateUser ──▶ pending ── ActivateUser ──▶ active          (or active from the start)
///                       └────────── EraseUser ─────┴──▶ erased, for good
///
///     ChangeProfile: name, metadata, external id, roles; AddPhone, TakePhoneOff, ExchangePhone: other phones
///
///     RegisterPhone ──▶ open ── every 10th wrong guess in a row ──▶ locked for 1 h ──▶ open, the count kept
///                        │                                            │
///                        ├── 100 wrong guesses in a row ──▶ blocked   │
///                        │                                     │      │
///                        ◀──────────── UnlockPhone ────────────┴──────┘
///                        ├── RecordSuccess ──▶ verified, the count back at 0
///                        └── RemovePhone ──▶ removed, for good ── PassOnGuesses ──▶ the count goes to the next phone
///                                                                                   that has the number
///
/// A phone that was attached to a user stays only if it is proven in time; at the end of that time it is
/// removed.
///
/// The count of wrong guesses belongs to the phone and follows its number, so that neither a new code nor a
/// restart nor another phone resets it (NIST SP 800-63B-4, section 3.1.3.2). A number stands in events only
/// sealed.
@NullMarked
package dev.countersign.user;

import org.jspecify.annotations.NullMarked;
