package dev.countersign.people;

import dev.countersign.login.KnownPhone;
import dev.countersign.login.LiveSession;
import dev.countersign.login.PhoneRemoval;
import dev.countersign.login.SessionDirectory;
import dev.countersign.login.UserSessions;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.store.Commands;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.List;

/// The steps that the phones of a user take within a unit of work, in the order that [PhoneRemoval] demands.
///
/// A session that rests on no phone any more ends with the last one.
public final class Factors {

    private final Commands commands;
    private final PhoneRemoval removal;
    private final SessionDirectory sessions;

    public Factors(Commands commands, PhoneRemoval removal, SessionDirectory sessions) {
        this.commands = commands;
        this.removal = removal;
        this.sessions = sessions;
    }

    /// The first step; its sessions end with the last.
    void takeOff(KnownPhone phone, Instant now) {
        removal.remove(phone, now);
    }

    /// The last step, once the user has been told.
    ///
    /// @param left the phones that the user still has
    void endSessionsWithout(List<KnownPhone> left, UserId user, Instant now) {
        var ids = left.stream().map(KnownPhone::phoneId).toList();
        sessionsOf(user).stream().filter(session -> !restsOn(session, ids)).forEach(session -> end(session, now));
    }

    private List<LiveSession> sessionsOf(UserId user) {
        return sessions.findOf(user).map(UserSessions::sessions).orElse(List.of());
    }

    private static boolean restsOn(LiveSession session, List<PhoneId> phones) {
        return session.state().factors().stream().anyMatch(factor -> phones.contains(factor.phoneId()));
    }

    private void end(LiveSession session, Instant now) {
        boolean over = commands.send(new RevokeSession(session.sessionId(), now));
        if (!over) {
            throw WriteConflict.staleRead();
        }
        sessions.remove(session.sessionId());
    }
}
