/// A tenant: who may call, and in which environment.
///
///     CreateProject ──▶ ProjectCreated ──▶ live ──┬── AddSecret ────▶ SecretAdded    (at most 50 live secrets)
///                                                 ├── RevokeSecret ─▶ SecretRevoked
///                                                 ├── ChangeRetention ─▶ RetentionChanged
///                                                 └── PlaceHold, LiftHold ─▶ HoldPlaced, HoldLifted
///
/// Several secrets are valid side by side, so that one can be replaced without a gap. The secret itself is in no
/// event: only its hash is.
@NullMarked
package dev.countersign.project;

import org.jspecify.annotations.NullMarked;
