package dev.countersign.login;

import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference;
import dev.countersign.session.TokenHash;
import dev.countersign.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions that nobody has ended.
///
/// Reads see everything that was committed before they were asked for; they do not see the unit of work they
/// are made in. Writes belong to the unit of work of the thread and are stored with its events, but for
/// [#touch].
public interface SessionDirectory {

    Optional<LiveSession> find(SessionReference reference);

    /// Empty: there is no such user.
    Optional<UserSessions> findOf(UserId user);

    /// When each of a user's sessions ends, the oldest first; a time may be up.
    List<SessionEnd> endsOf(UserId user);

    void add(LiveSession session, TokenHash token);

    /// At most once per unit of work, which has an event of the session: without one it could undo another
    /// unit's change.
    void change(LiveSession session);

    void remove(SessionId session);

    /// Sessions were looked at, each at its time. Stored at once, but not of those for which a look is stored that is
    /// younger than `lag`, nor of those that are being changed or ended meanwhile.
    void touch(Map<SessionId, Instant> looks, Duration lag);
}
