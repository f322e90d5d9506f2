/// Logging in with a phone: the order of the steps.
///
///     start:  number ──▶ known? ──no──▶ user, phone ─┐
///                          └─yes─▶ locked? ──────────┴─▶ code issued (the older one superseded) ──▶ sms
///
///     finish: phone id ──▶ locked? ──▶ newest challenge ──▶ right ──▶ phone verified, user active
///                                                       └─▶ wrong ──▶ counted, maybe locked
///
/// Each of the two is one unit of work: one commit, whatever happens in it.
@NullMarked
package dev.countersign.login;

import org.jspecify.annotations.NullMarked;
