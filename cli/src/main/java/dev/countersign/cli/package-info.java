/// The command `countersign`: reads what was typed, does it, and says so in words.
///
///     Main ── Countersign ─┬─ dev        Dev ── DevFolder, EmbeddedPostgres, Service, Gateway, FirstProject
///                          ├─ service    Service
///                          ├─ gateway    Gateway
///                          ├─ audit      verify, verify-store ── KeptOption, VerdictText
///                          ├─ keys       generate, rotate
///                          └─ project    create, add-secret, revoke-secret ── Projects
///
/// What goes wrong for a reason that the person at the keyboard can mend is a `Complaint`: one line on standard error
/// and exit code 1. A command that was typed wrong exits with 2.
@NullMarked
package dev.countersign.cli;

import org.jspecify.annotations.NullMarked;
