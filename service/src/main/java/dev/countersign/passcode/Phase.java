package dev.countersign.passcode;

/// Where a challenge stands. None but [Open] is ever left.
sealed interface Phase {
    /// The code works, until its time is up.
    ///
    /// @param attemptsLeft wrong guesses that it still takes, at least 1
    record Open(int attemptsLeft) implements Phase {}

    record Used() implements Phase {}

    record Expired() implements Phase {}

    record Superseded() implements Phase {}

    record Exhausted() implements Phase {}
}
