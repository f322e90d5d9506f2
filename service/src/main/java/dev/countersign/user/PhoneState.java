package dev.countersign.user;

import dev.countersign.user.PhoneFactorEvent.GuessFailed;
import dev.countersign.user.PhoneFactorEvent.GuessesCleared;
import dev.countersign.user.PhoneFactorEvent.GuessesPassedOn;
import dev.countersign.user.PhoneFactorEvent.PhoneBlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneLocked;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import dev.countersign.user.PhoneFactorEvent.PhoneRemoved;
import dev.countersign.user.PhoneFactorEvent.PhoneUnlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneVerified;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a phone's events amount to: whether it is proven, and how much guessing it has seen.
///
/// @param verified true once a code sent to it was entered
/// @param failedGuesses wrong guesses since the last right one
/// @param lockedAt when the newest lock began; null if there is none to speak of. A lock that ran out may still stand
///     here: ask [#isLocked(Instant)]
/// @param lockedUntil when that lock ends, [Instant#MAX] if only an operator ends it; null exactly if `lockedAt` is
public record PhoneState(
        boolean verified,
        int failedGuesses,
        @Nullable Instant lockedAt,
        @Nullable Instant lockedUntil) {

    /// A phone nobody has entered a code for.
    public static PhoneState fresh() {
        return new PhoneState(false, 0, null, null);
    }

    /// The state after one more event. Refuses nothing.
    public PhoneState after(PhoneFactorEvent event) {
        return switch (event) {
            case PhoneRegistered registered ->
                registered.inherited() instanceof InheritedGuesses guesses ? guesses.state() : fresh();
            case PhoneVerified _ -> new PhoneState(true, failedGuesses, lockedAt, lockedUntil);
            case GuessFailed failed -> new PhoneState(verified, failed.failedInARow(), lockedAt, lockedUntil);
            case PhoneLocked locked -> new PhoneState(verified, failedGuesses, locked.at(), locked.until());
            case PhoneBlocked blocked -> new PhoneState(verified, failedGuesses, blocked.at(), Instant.MAX);
            case GuessesCleared cleared ->
                isLocked(cleared.at())
                        ? new PhoneState(verified, 0, lockedAt, lockedUntil)
                        : new PhoneState(verified, 0, null, null);
            case PhoneUnlocked _ -> new PhoneState(verified, 0, null, null);
            case PhoneRemoved _ -> new PhoneState(false, failedGuesses, lockedAt, lockedUntil);
            case GuessesPassedOn _ -> fresh();
        };
    }

    /// True until just before `lockedUntil`; at that instant the phone is open again.
    public boolean isLocked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    /// True if there is anything that the number's next phone has to take over once this one is removed.
    public boolean hasGuesses() {
        return failedGuesses > 0 || lockedUntil != null;
    }

    /// True if the lock ends only by an operator's hand.
    public boolean needsOperator() {
        return Instant.MAX.equals(lockedUntil);
    }
}
