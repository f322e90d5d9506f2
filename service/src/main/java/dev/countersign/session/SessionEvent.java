package dev.countersign.session;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.store.StoredName;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// What happened to a session. What is sealed is so under the user's data key.
public sealed interface SessionEvent {
    SessionId sessionId();

    Instant at();

    /// Somebody has proven to have a phone, and is logged in from now on.
    ///
    /// @param channel how the code was sent; revision 1 had none: all were sent by SMS
    /// @param token the token itself, sealed
    /// @param attributes what the caller saw of the person's device; null if it said nothing
    /// @param customClaims null if there are none
    /// @param expiresAt the first moment at which the session is dead
    @StoredName("session.SessionStarted")
    @Revision("2")
    record SessionStarted(
            SessionId sessionId,
            UserId userId,
            ProjectId projectId,
            PhoneId phoneId,
            Channel channel,
            TokenHash tokenHash,
            Sealed token,
            @Nullable Sealed attributes,
            @Nullable Sealed customClaims,
            Instant expiresAt,
            Instant at)
            implements SessionEvent {

        public SessionStarted {
            channel = Objects.requireNonNullElse(channel, Channel.SMS);
        }
    }

    /// The person has proven to have a phone, once more or one more.
    ///
    /// @param channel how the code was sent; revision 1 had none: all were sent by SMS
    @StoredName("session.FactorAdded")
    @Revision("2")
    record FactorAdded(SessionId sessionId, PhoneId phoneId, Channel channel, Instant at) implements SessionEvent {

        public FactorAdded {
            channel = Objects.requireNonNullElse(channel, Channel.SMS);
        }
    }

    /// The session ends at another time; that may be an earlier one.
    @StoredName("session.SessionExtended")
    @Revision("1")
    record SessionExtended(SessionId sessionId, Instant expiresAt, Instant at) implements SessionEvent {}

    /// From now on the custom claims are these, all of them; null: there are none.
    @StoredName("session.ClaimsChanged")
    @Revision("1")
    record ClaimsChanged(SessionId sessionId, @Nullable Sealed customClaims, Instant at) implements SessionEvent {}

    @StoredName("session.SessionRevoked")
    @Revision("1")
    record SessionRevoked(SessionId sessionId, Instant at) implements SessionEvent {}

    /// The session's time ran out. `at` is when it did, whenever that was noticed.
    @StoredName("session.SessionExpired")
    @Revision("1")
    record SessionExpired(SessionId sessionId, Instant at) implements SessionEvent {}
}
