/// What is not kept for good: entries of the audit trail go, by class, once their time is up; and so do the events of
/// codes and sessions that are over, once none of their entries is left. The hashes stay, so that what is left can be
/// proven as before.
///
///     Retention (how long?) ──▶ DueEntries (rows) ──▶ DeadStreams (events)
///                                                └──▶ EmptyMonths (tables)
///
/// What the tables of the rules say, LedgerRules holds against the ledger.
@NullMarked
package dev.countersign.retention;

import org.jspecify.annotations.NullMarked;
