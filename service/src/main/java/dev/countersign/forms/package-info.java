/// The forms that entries of the audit trail are exported in, to be read by other systems: each entry is one line.
///
///     AuditEvent ──▶ EventKind (what it is to others) ──▶ OcsfForm, EcsForm
///                └─▶ AuditEventJson ──▶ NdjsonForm, CsvForm
///
/// They hold what the search tells, masked as it is, and nothing else. What proves itself is in
/// [dev.countersign.evidence].
@NullMarked
package dev.countersign.forms;

import org.jspecify.annotations.NullMarked;
