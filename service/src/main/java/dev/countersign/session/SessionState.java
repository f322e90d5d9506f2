package dev.countersign.session;

import dev.countersign.privacy.Sealed;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the events of a session amount to while it is alive.
///
/// @param expiresAt the first moment at which it is dead
/// @param customClaims sealed; null: there are none
/// @param factors oldest first, one per phone, never empty
public record SessionState(Instant expiresAt, @Nullable Sealed customClaims, List<Factor> factors) {

    public SessionState {
        factors = List.copyOf(factors);
    }

    static SessionState of(SessionStarted started) {
        return new SessionState(
                started.expiresAt(),
                started.customClaims(),
                List.of(new Factor(started.phoneId(), started.channel(), started.at(), started.at())));
    }

    /// True until just before `expiresAt`.
    public boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }

    SessionState withFactor(PhoneId phone, Channel channel, Instant at) {
        var next = factors.stream().anyMatch(factor -> factor.phoneId().equals(phone))
                ? factors.stream()
                        .map(factor -> factor.phoneId().equals(phone) ? factor.provenAgain(channel, at) : factor)
                : Stream.concat(factors.stream(), Stream.of(new Factor(phone, channel, at, at)));
        return new SessionState(expiresAt, customClaims, next.toList());
    }

    SessionState until(Instant end) {
        return new SessionState(end, customClaims, factors);
    }

    SessionState claiming(@Nullable Sealed claims) {
        return new SessionState(expiresAt, claims, factors);
    }
}
