package dev.countersign.audit;

import dev.countersign.project.SecretRole;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.trail.Readings;
import dev.countersign.v1.ErrorReason;
import java.util.List;

/// A call that reads the trail, as it is noted there.
///
/// @param rpc the method, such as `ListAuditEvents`
/// @param filter see [FilterNote]
/// @param isRevealed whether personal data is asked for in clear
record Reading(Caller caller, String rpc, List<String> filter, boolean isRevealed) {

    /// @throws Refusal `REVEAL_NOT_ALLOWED`
    Reading {
        if (isRevealed && caller.role() != SecretRole.AUDITOR_CLEAR) {
            throw Refusal.of(ErrorReason.ERROR_REASON_REVEAL_NOT_ALLOWED);
        }
    }

    /// To be called before anything is told. What is told in clear waits until it is stored.
    void begin(Readings readings, long entries) {
        if (isRevealed) {
            readings.revealing(caller, rpc, filter, entries);
        } else {
            readings.masked(caller, rpc, filter, entries);
        }
    }

    /// More was told than was known when it began.
    void end(Readings readings, long entries) {
        if (entries > 0) {
            readings.more(caller, rpc, filter, isRevealed, entries);
        }
    }
}
