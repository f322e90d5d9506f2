package dev.countersign.forms;

import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.util.Optional;

/// How it is found out whether an activity, as others call it, succeeded.
enum Judged {
    /// As the outcome of the entry has it; not at all if it has none.
    AS_TOLD,
    /// It is recorded since it was done, whatever led to it: a phone that was locked was locked successfully,
    /// though the person failed.
    DONE;

    /// Empty: it is not said.
    Optional<Boolean> succeeded(AuditEvent event) {
        return switch (this) {
            case DONE -> Optional.of(true);
            case AS_TOLD ->
                event.getOutcome() == AuditOutcome.AUDIT_OUTCOME_UNSPECIFIED
                        ? Optional.empty()
                        : Optional.of(event.getOutcome() == AuditOutcome.AUDIT_OUTCOME_SUCCESS);
        };
    }
}
