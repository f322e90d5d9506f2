package dev.countersign.passcode;

import java.time.Duration;

/// What codes are like. The constructor throws `IllegalArgumentException` outside of the bounds below, and no setting
/// lifts them: NIST SP 800-63B-4, section 3.1.3.2, allows an out-of-band secret 10 minutes.
///
/// @param digits length of a code, 4 to 10
/// @param lifetime how long it lives, 1 to 10 minutes
/// @param attempts how many wrong guesses end it, 1 to 10
public record PasscodePolicy(int digits, Duration lifetime, int attempts) {
    static final int FEWEST_DIGITS = 4;
    static final int MOST_DIGITS = 10;
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int MOST_ATTEMPTS = 10;

    public PasscodePolicy {
        if (digits < FEWEST_DIGITS || digits > MOST_DIGITS) {
            throw new IllegalArgumentException("digits must be between 4 and 10, not " + digits);
        }
        if (lifetime.compareTo(SHORTEST_LIFE) < 0 || lifetime.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("lifetime must be between 1 and 10 minutes, not " + lifetime);
        }
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be between 1 and 10, not " + attempts);
        }
    }

    /// Six digits that live for 2 minutes and 5 wrong guesses.
    public static PasscodePolicy standard() {
        return new PasscodePolicy(6, Duration.ofMinutes(2), 5);
    }
}
