package dev.countersign.passcode;

import dev.countersign.user.Channel;

/// What came of comparing a candidate with a challenge's code.
///
/// Why a dead code is dead is told only to those who have the right one; whoever guesses at it gets [NoMatch].
public sealed interface Verification {
    /// The right code, in time, for the first time.
    ///
    /// @param channel how it was sent
    record Verified(Channel channel) implements Verification {}

    /// A wrong code. With no attempt left the challenge is over.
    record Mismatched(int attemptsLeft) implements Verification {}

    /// Entered on another device. Whether this candidate is the code was not looked at; it counts like a wrong
    /// one.
    record OtherDevice(int attemptsLeft) implements Verification {}

    /// The right code, but it was used before.
    record AlreadyUsed() implements Verification {}

    /// The right code, too late.
    record Expired() implements Verification {}

    /// The right code, but a newer one was issued.
    record Superseded() implements Verification {}

    /// Too much was guessed already. Whether this candidate is the code was not looked at.
    record Exhausted() implements Verification {}

    /// The code is used, expired or superseded, and this is not it.
    record NoMatch() implements Verification {}
}
