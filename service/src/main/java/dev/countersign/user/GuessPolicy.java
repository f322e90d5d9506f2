package dev.countersign.user;

import java.time.Duration;

/// How many wrong guesses in a row a phone takes.
///
/// Bounds: NIST SP 800-63B-4, section 3.2.2, allows at most 100 failures in a row; 1 to 100 before a lock of 5 minutes
/// to 7 days is what Stytch lets a project choose. The constructor throws `IllegalArgumentException` outside of them.
///
/// @param lockAfter every so many failures in a row the phone is locked
/// @param lockFor how long such a lock lasts
/// @param hardStop at so many failures in a row it is blocked until an operator unlocks it
public record GuessPolicy(int lockAfter, Duration lockFor, int hardStop) {
    private static final int MOST_FAILURES = 100;
    private static final Duration SHORTEST_LOCK = Duration.ofMinutes(5);
    private static final Duration LONGEST_LOCK = Duration.ofDays(7);

    public GuessPolicy {
        if (lockAfter < 1 || lockAfter > MOST_FAILURES) {
            throw new IllegalArgumentException("lockAfter must be between 1 and 100, not " + lockAfter);
        }
        if (lockFor.compareTo(SHORTEST_LOCK) < 0 || lockFor.compareTo(LONGEST_LOCK) > 0) {
            throw new IllegalArgumentException("lockFor must be between 5 minutes and 7 days, not " + lockFor);
        }
        if (hardStop < lockAfter || hardStop > MOST_FAILURES) {
            throw new IllegalArgumentException("hardStop must be between lockAfter and 100, not " + hardStop);
        }
    }

    /// Ten in a row lock for an hour, a hundred block.
    public static GuessPolicy standard() {
        return new GuessPolicy(10, Duration.ofHours(1), MOST_FAILURES);
    }
}
