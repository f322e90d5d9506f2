package dev.countersign.login;

import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference.ById;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import dev.countersign.v1.ErrorReason;
import java.time.Instant;
import java.time.InstantSource;

/// Looks whether the answer of a login, kept for its key, may be given again.
///
/// Guarantees: nobody gets a session that is over, or what was known of a user who was erased. Where the answer
/// of a proof is over, the refusal is the one that the same call gets without its key.
public final class StillTrue {

    private final LoginDirectory directory;
    private final SessionDirectory sessions;
    private final InstantSource clock;

    public StillTrue(LoginDirectory directory, SessionDirectory sessions, InstantSource clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// @throws Refusal `PHONE_NUMBER_NOT_FOUND` if the user has the phone no longer that a code was sent to
    void start(UserId user, PhoneId phone) {
        if (!has(user, phone, clock.instant())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND);
        }
    }

    /// @throws Refusal `OTP_CODE_NOT_FOUND` if the user has the phone no longer that was proven
    void proof(UserId user, PhoneId phone) {
        if (!has(user, phone, clock.instant())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND);
        }
    }

    /// @param wasGiven true if the login had carried it on
    /// @throws Refusal `SESSION_NOT_FOUND` if a given session is over; `UNABLE_TO_AUTH_OTP_CODE` if another one
    ///     is, for the code that could start the next is used
    void session(ProjectId project, SessionId session, boolean wasGiven) {
        var now = clock.instant();
        var isAlive = sessions.find(new ById(session))
                .filter(found -> found.owner().projectId().equals(project))
                .filter(found -> found.state().isAlive(now))
                .isPresent();
        if (!isAlive) {
            throw Refusal.of(
                    wasGiven
                            ? ErrorReason.ERROR_REASON_SESSION_NOT_FOUND
                            : ErrorReason.ERROR_REASON_UNABLE_TO_AUTH_OTP_CODE);
        }
    }

    private boolean has(UserId user, PhoneId phone, Instant now) {
        return directory.findWithItsSiblings(phone).stream()
                .filter(known -> known.phoneId().equals(phone) && known.isThere(now))
                .anyMatch(known -> known.owner().userId().equals(user));
    }
}
