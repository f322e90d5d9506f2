/// What is not kept for good: entries of the audit trail go, by class, once their time is up; and so do the events of
/// codes and sessions that are over, once none of their entries is left. The hashes stay, so that what is left can be
/// proven as before.
///
///     Retention (how long?) ──▶ DueEntries (rows) ──▶ DeadStreams ──▶ NotedDrops (events, and a signed note of which)
///                                                └──▶ EmptyMonths (tables)
///
/// What the tables of the rules say, LedgerRules holds against the ledger; and AbsentEvents what is gone against the
/// notes.
@NullMarked
package dev.countersign.retention;

import org.jspecify.annotations.NullMarked;
