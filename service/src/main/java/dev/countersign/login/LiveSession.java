package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.Sealed;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the directory knows of a session that nobody has ended. Its time may be up.
///
/// @param token sealed under the user's data key, as are the attributes; null: none were told
/// @param phones all that the user still has, in the order in which they were registered; may be empty
public record LiveSession(
        SessionId sessionId,
        Owner owner,
        Sealed token,
        @Nullable Sealed attributes,
        Instant startedAt,
        Instant lastAccessedAt,
        SessionState state,
        List<KnownPhone> phones) {

    public LiveSession accessedAt(Instant at) {
        return with(state, at);
    }

    LiveSession with(SessionState newer, Instant accessedAt) {
        return new LiveSession(sessionId, owner, token, attributes, startedAt, accessedAt, newer, phones);
    }
}
