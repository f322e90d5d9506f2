package dev.countersign.login;

import dev.countersign.rpc.Refusal;
import dev.countersign.user.PhoneState;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;

/// Turns away those whose phone is locked, before anything is compared.
final class Locks {

    private Locks() {}

    static void refuse(PhoneState state, Instant now) {
        if (!state.isLocked(now)) {
            return;
        }
        var refusal = Refusal.of(ErrorReason.ERROR_REASON_USER_LOCK_LIMIT_REACHED);
        var until = state.lockedUntil();
        throw until == null || until.equals(Instant.MAX) ? refusal : refusal.retryAfter(Duration.between(now, until));
    }
}
