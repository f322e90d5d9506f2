package dev.countersign.signedin;

import dev.countersign.login.LiveSession;
import dev.countersign.login.Origins;
import dev.countersign.login.SessionDirectory;
import dev.countersign.login.SessionWish;
import dev.countersign.login.Sessions;
import dev.countersign.login.UserDirectory;
import dev.countersign.login.UserSessions;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.session.SessionReference;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.UserReference;
import dev.countersign.v1.ErrorReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Checks sessions, and ends them.
///
/// Guarantees: a session that was revoked is found by no check that begins afterwards, on whatever node; none
/// is found at or after its end. A check that changes nothing costs one read.
public final class SessionChecks {

    private final Transactions transactions;
    private final Commands commands;
    private final SessionDirectory directory;
    private final UserDirectory users;
    private final Sessions sessions;
    private final AccessTimes accessTimes;
    private final InstantSource clock;

    public SessionChecks(
            Transactions transactions,
            Commands commands,
            SessionDirectory directory,
            UserDirectory users,
            Sessions sessions,
            AccessTimes accessTimes,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.directory = directory;
        this.users = users;
        this.sessions = sessions;
        this.accessTimes = accessTimes;
        this.clock = clock;
    }

    /// The session as it stands after the check, accessed now.
    ///
    /// @throws Refusal `SESSION_NOT_FOUND` or `CUSTOM_CLAIMS_TOO_LARGE`
    public LiveSession check(Caller caller, SessionReference reference, SessionWish wish) {
        return wish.duration().isEmpty() && wish.claims().isEmpty()
                ? accessed(sessions.find(caller.project(), reference, clock.instant()))
                : accessed(transactions.run(Origins.of(caller), () -> {
                    var now = clock.instant();
                    return sessions.carryOn(sessions.find(caller.project(), reference, now), wish, now);
                }));
    }

    /// @throws Refusal `SESSION_NOT_FOUND`
    public void refuseDead(Caller caller, SessionReference reference) {
        sessions.find(caller.project(), reference, clock.instant());
    }

    private LiveSession accessed(LiveSession session) {
        var now = clock.instant();
        accessTimes.note(session, now);
        return session.accessedAt(now);
    }

    /// The live sessions of a user, the oldest first.
    ///
    /// @throws Refusal `USER_NOT_FOUND`
    public List<LiveSession> list(Caller caller, UserReference reference) {
        var now = clock.instant();
        var user = users.find(caller.project(), reference)
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_USER_NOT_FOUND));
        return directory.findOf(user.owner().userId()).map(UserSessions::sessions).orElse(List.of()).stream()
                .filter(session -> session.state().isAlive(now))
                .toList();
    }

    /// Ends a session.
    ///
    /// @throws Refusal `SESSION_NOT_FOUND`
    public void revoke(Caller caller, SessionReference reference) {
        transactions.run(Origins.of(caller), () -> {
            Instant now = clock.instant();
            var id = sessions.find(caller.project(), reference, now).sessionId();
            boolean over = commands.send(new RevokeSession(id, now));
            if (!over) {
                throw WriteConflict.staleRead();
            }
            directory.remove(id);
            return id;
        });
    }
}
