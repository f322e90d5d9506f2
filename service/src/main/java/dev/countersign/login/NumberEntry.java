package dev.countersign.login;

import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import java.time.Instant;

/// What stands in the directory under a number: a phone with its user, whose time may be up, or what a phone has left.
public sealed interface NumberEntry permits KnownPhone, NumberEntry.Removed {

    PhoneId phoneId();

    PhoneState state();

    /// True if a user has the number now.
    boolean isThere(Instant now);

    /// A phone that was removed, with wrong guesses that count on. Nobody has it; the number's next phone takes
    /// them over.
    record Removed(PhoneId phoneId, PhoneState state) implements NumberEntry {
        @Override
        public boolean isThere(Instant now) {
            return false;
        }
    }
}
