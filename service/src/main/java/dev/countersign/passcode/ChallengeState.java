package dev.countersign.passcode;

/// Where a challenge stands. Only [Open] is ever left.
sealed interface ChallengeState {
    /// The code works, until its time is up.
    ///
    /// @param attemptsLeft wrong guesses that it still takes, at least 1
    record Open(int attemptsLeft) implements ChallengeState {}

    record Used() implements ChallengeState {}

    record Expired() implements ChallengeState {}

    record Superseded() implements ChallengeState {}

    record Exhausted() implements ChallengeState {}
}
