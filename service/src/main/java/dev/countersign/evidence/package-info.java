/// Evidence: a ledger, or a part of it, in a file that proves itself to whoever keeps a checkpoint. Needs neither a
/// server nor a database, and knows nothing of what the entries say.
///
///     LedgerSource ──▶ EvidenceWriter ──▶ file ──▶ EvidenceFile ──▶ LedgerCheck ──▶ Verdict
///                                                  Kept (checkpoints) ──┘
@NullMarked
package dev.countersign.evidence;

import org.jspecify.annotations.NullMarked;
