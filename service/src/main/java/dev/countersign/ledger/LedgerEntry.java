package dev.countersign.ledger;

import dev.countersign.store.RawEvent;
import java.time.Instant;

/// An event at its place in a ledger.
///
/// @param ledgerId of its ledger, in the database
/// @param number in the ledger, from 0
/// @param recordedAt when the store recorded it, but never before the entry ahead of it: clocks differ
public record LedgerEntry(
        int ledgerId, String ledger, long number, Instant recordedAt, RawEvent event, Subject subject) {

    Leaf leaf() {
        return new Leaf(ledger, number, event);
    }
}
