package dev.countersign.people;

import dev.countersign.login.KnownPhone;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.login.KnownUser;
import dev.countersign.login.LiveSession;
import dev.countersign.login.LoginDirectory;
import dev.countersign.login.NumberHash;
import dev.countersign.login.PersonalData;
import dev.countersign.login.PhoneRemoval;
import dev.countersign.login.SessionDirectory;
import dev.countersign.login.UserSessions;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.store.Commands;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import java.time.Instant;
import java.util.List;

/// The steps that the phones of a user take within a unit of work.
///
/// A session that rests on no phone any more ends with the last one.
public final class Factors {

    private final Commands commands;
    private final LoginDirectory directory;
    private final PhoneRemoval removal;
    private final SessionDirectory sessions;
    private final PersonalData personal;

    public Factors(
            Commands commands,
            LoginDirectory directory,
            PhoneRemoval removal,
            SessionDirectory sessions,
            PersonalData personal) {
        this.commands = commands;
        this.directory = directory;
        this.removal = removal;
        this.sessions = sessions;
        this.personal = personal;
    }

    /// A phone that nobody has proven.
    KnownPhone register(Owner owner, PhoneNumber number, NumberHash hash, Instant now) {
        var phone = PhoneId.random(owner.projectId().environment());
        var sealed = personal.seal(number, personal.keyOf(owner), phone);
        commands.send(new RegisterPhone(phone, owner.userId(), owner.projectId(), sealed, null, now));
        directory.addPhone(owner, phone, hash, sealed, null, now);
        return new KnownPhone(phone, owner, sealed, PhoneState.fresh(), null, null);
    }

    /// The user without the phone.
    KnownUser remove(KnownUser user, KnownPhone phone, Instant now) {
        var left = user.phones().stream()
                .filter(other -> !other.phoneId().equals(phone.phoneId()))
                .toList();
        var ids = left.stream().map(KnownPhone::phoneId).toList();
        sessionsOf(user.owner().userId()).stream()
                .filter(session -> !restsOn(session, ids))
                .forEach(session -> end(session, now));
        removal.remove(phone, now);
        return new KnownUser(user.owner(), left);
    }

    /// All phones, and all sessions.
    void removeAll(KnownUser user, Instant now) {
        sessionsOf(user.owner().userId()).forEach(session -> end(session, now));
        user.phones().forEach(phone -> removal.remove(phone, now));
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
