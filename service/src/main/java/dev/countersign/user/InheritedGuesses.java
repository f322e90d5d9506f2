package dev.countersign.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The wrong guesses that a phone takes over from one that was removed and had the same number.
///
/// @param from the phone that was removed
/// @param failedInARow wrong guesses since the last right one
/// @param lockedAt when the newest lock began; null if there is none to speak of
/// @param lockedUntil when that lock ends; null beside a `lockedAt`: only an operator ends it
public record InheritedGuesses(
        PhoneId from,
        int failedInARow,
        @Nullable Instant lockedAt,
        @Nullable Instant lockedUntil) {

    public static InheritedGuesses of(PhoneId from, PhoneState left) {
        return new InheritedGuesses(
                from, left.failedGuesses(), left.lockedAt(), left.needsOperator() ? null : left.lockedUntil());
    }

    /// That of a phone which nobody has entered a code for, but for these guesses.
    public PhoneState state() {
        return new PhoneState(
                false, failedInARow, lockedAt, lockedAt != null && lockedUntil == null ? Instant.MAX : lockedUntil);
    }
}
