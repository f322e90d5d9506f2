/// The audit trail: every entry of a project's ledger, found by what it is about, told readably, and proven.
///
///     ledger ──▶ AuditView (rows to search in)
///     AuditRpc ──▶ AuditSearch ──▶ AuditTelling (masks what is told of persons)
///              └─▶ ProvenLedger (checkpoints and proofs)
@NullMarked
package dev.countersign.audit;

import org.jspecify.annotations.NullMarked;
