package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.DataKey;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.session.CustomClaims;
import dev.countersign.session.Factor;
import dev.countersign.session.SessionCommand;
import dev.countersign.session.SessionCommand.AddFactor;
import dev.countersign.session.SessionCommand.ChangeClaims;
import dev.countersign.session.SessionCommand.ExtendSession;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.session.SessionCommand.StartSession;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionReference;
import dev.countersign.session.SessionState;
import dev.countersign.session.SessionToken;
import dev.countersign.store.Commands;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import dev.countersign.v1.ErrorReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The steps that sessions take within a unit of work: found, started, carried on.
public final class Sessions {

    /// So many live sessions has a user: they fit into one answer, and into one transaction when they end together.
    /// Logins that meet with different phones of one user may leave one more each.
    public static final int MOST = 100;

    private final Commands commands;
    private final SessionDirectory directory;
    private final PersonalData personal;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Commands commands, SessionDirectory directory, PersonalData personal) {
        this.commands = commands;
        this.directory = directory;
        this.personal = personal;
    }

    /// @throws Refusal `SESSION_NOT_FOUND` if it is unknown, another project's, revoked or expired
    public LiveSession find(ProjectId project, SessionReference reference, Instant now) {
        return directory
                .find(reference)
                .filter(session -> session.owner().projectId().equals(project))
                .filter(session -> session.state().isAlive(now))
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND));
    }

    /// The session that a login is to carry on; empty: none was given.
    ///
    /// @throws Refusal `SESSION_NOT_FOUND`, also if it is another user's
    Optional<LiveSession> given(SessionWish wish, Owner owner, Instant now) {
        return wish.given().map(reference -> {
            var session = find(owner.projectId(), reference, now);
            if (!session.owner().userId().equals(owner.userId())) {
                throw Refusal.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND);
            }
            return session;
        });
    }

    /// The user's oldest session ends if there are as many as there may be.
    ///
    /// @param phones all of the user's
    /// @throws Refusal `CUSTOM_CLAIMS_TOO_LARGE`
    LiveSession start(
            PhoneId proven,
            Channel channel,
            List<KnownPhone> phones,
            Duration duration,
            CustomClaims wished,
            Attributes seen,
            Instant now) {
        var owner = phones.getFirst().owner();
        var key = personal.keyOf(owner);
        var id = SessionId.random(owner.projectId().environment());
        var token = SessionToken.random(random);
        var sealedToken = token.seal(key, id);
        var attributes = personal.seal(seen, key, id);
        var claims = fitting(CustomClaims.none().with(wished)).seal(key, id);
        var end = now.plus(duration);
        commands.send(new StartSession(
                id,
                owner.userId(),
                owner.projectId(),
                proven,
                channel,
                token.hash(),
                sealedToken,
                attributes,
                claims,
                end,
                now));
        var state = new SessionState(end, claims, List.of(new Factor(proven, channel, now, now)));
        var session = new LiveSession(id, owner, sealedToken, attributes, now, now, state, phones);
        directory.add(session, token.hash());
        makeRoom(owner.userId(), now);
        return session;
    }

    /// For the one that was started, which is not seen here.
    private void makeRoom(UserId user, Instant now) {
        var alive = directory.endsOf(user).stream()
                .filter(session -> now.isBefore(session.expiresAt()))
                .toList();
        for (var oldest : alive.subList(0, Math.max(0, alive.size() - MOST + 1))) {
            boolean over = commands.send(new RevokeSession(oldest.sessionId(), now));
            if (!over) {
                throw WriteConflict.staleRead();
            }
            directory.remove(oldest.sessionId());
        }
    }

    /// A given session goes on with one more proof.
    LiveSession prove(LiveSession session, PhoneId proven, Channel channel, SessionWish wish, Instant now) {
        return stored(change(send(session, new AddFactor(session.sessionId(), proven, channel, now)), wish, now));
    }

    /// Prolongs a session and changes its claims, as far as that is wished.
    ///
    /// @throws Refusal `CUSTOM_CLAIMS_TOO_LARGE`
    public LiveSession carryOn(LiveSession session, SessionWish wish, Instant now) {
        var changed = change(session, wish, now);
        return changed.equals(session) ? session : stored(changed);
    }

    private LiveSession change(LiveSession session, SessionWish wish, Instant now) {
        var prolonged = wish.duration()
                .map(duration -> send(session, new ExtendSession(session.sessionId(), now.plus(duration), now)))
                .orElse(session);
        return wish.claims().isEmpty() ? prolonged : claiming(prolonged, wish.claims(), now);
    }

    private LiveSession claiming(LiveSession session, CustomClaims change, Instant now) {
        DataKey key = personal.keyOf(session.owner());
        var id = session.sessionId();
        var previous = session.state().customClaims();
        var claims = CustomClaims.open(key, previous, id);
        var next = claims.with(change);
        return next.equals(claims)
                ? session
                : send(session, new ChangeClaims(id, previous, fitting(next).seal(key, id), now));
    }

    /// @throws Refusal `CUSTOM_CLAIMS_TOO_LARGE`
    static CustomClaims fitting(CustomClaims claims) {
        if (claims.isTooLarge()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_CUSTOM_CLAIMS_TOO_LARGE);
        }
        return claims;
    }

    /// Where it is answered with nothing, the session is no longer as it was read.
    private LiveSession send(LiveSession session, SessionCommand command) {
        Optional<SessionState> state = commands.send(command);
        return session.with(state.orElseThrow(WriteConflict::staleRead), command.at());
    }

    private LiveSession stored(LiveSession session) {
        directory.change(session);
        return session;
    }
}
