package dev.countersign.login;

import dev.countersign.session.CustomClaims;
import dev.countersign.session.SessionReference;
import java.time.Duration;
import java.util.Optional;

/// What is to become of a session.
///
/// @param given the session that is meant; empty: a new one
/// @param duration from now to its end; empty: a new one is not wanted, and a given one keeps its end
/// @param claims merged into those that it has
public record SessionWish(Optional<SessionReference> given, Optional<Duration> duration, CustomClaims claims) {

    /// True if a session is wanted at all.
    boolean isSession() {
        return given.isPresent() || duration.isPresent();
    }
}
