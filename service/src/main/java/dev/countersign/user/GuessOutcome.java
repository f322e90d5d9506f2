package dev.countersign.user;

import java.time.Instant;

/// What came of a wrong guess.
public sealed interface GuessOutcome {
    /// It was counted, and the phone is open.
    record Counted(int failedInARow) implements GuessOutcome {}

    /// The phone is locked, by this guess or since before; at `until` it is open again.
    record Locked(Instant until) implements GuessOutcome {}

    /// The phone is locked until an operator unlocks it.
    record Blocked() implements GuessOutcome {}
}
