package dev.countersign.people;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.login.KnownUser;
import dev.countersign.login.LoginDirectory;
import dev.countersign.login.Origins;
import dev.countersign.login.PersonalData;
import dev.countersign.login.PhoneRegistration;
import dev.countersign.login.Profile;
import dev.countersign.login.UserDirectory;
import dev.countersign.login.UserDirectory.Findable;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.ExternalId;
import dev.countersign.user.UserCommand;
import dev.countersign.user.UserCommand.ChangeProfile;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserCommand.EraseUser;
import dev.countersign.user.UserId;
import dev.countersign.user.UserProfile;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserReference.ByExternalId;
import dev.countersign.user.UserReference.ById;
import dev.countersign.v1.ErrorReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// Makes users, changes what is known of them, and erases them.
///
/// Guarantees: a number, and an external id, has one user in a project, however many ask at once; of two changes
/// neither is lost. Who was erased is found by nothing afterwards, and nobody can read what was stored.
public final class Users {

    private final Transactions transactions;
    private final Commands commands;
    private final UserDirectory users;
    private final LoginDirectory phones;
    private final Factors factors;
    private final PhoneRegistration registration;
    private final PersonalData personal;
    private final InstantSource clock;

    public Users(
            Transactions transactions,
            Commands commands,
            UserDirectory users,
            LoginDirectory phones,
            Factors factors,
            PhoneRegistration registration,
            PersonalData personal,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.users = users;
        this.phones = phones;
        this.factors = factors;
        this.registration = registration;
        this.personal = personal;
        this.clock = clock;
    }

    /// @throws Refusal `USER_NOT_FOUND`
    public KnownUser get(Caller caller, UserReference reference) {
        return users.find(caller.project(), reference)
                .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_USER_NOT_FOUND));
    }

    /// The user, with the phone.
    ///
    /// @throws Refusal `DUPLICATE_PHONE_NUMBER`, `DUPLICATE_USER_EXTERNAL_ID`, and those of [ProfileChange]
    public KnownUser create(Caller caller, NewUser wish) {
        var hash = personal.hash(caller.project(), wish.number());
        return transactions.run(Origins.of(caller), () -> {
            var now = clock.instant();
            var holder = phones.find(caller.project(), hash);
            if (holder.filter(taken -> taken.isThere(now)).isPresent()) {
                throw Refusal.of(ErrorReason.ERROR_REASON_DUPLICATE_PHONE_NUMBER);
            }
            var owner = make(caller.project(), wish, now);
            var phone = registration.register(owner, wish.number(), hash, holder.orElse(null), now);
            return new KnownUser(owner, List.of(phone));
        });
    }

    private Owner make(ProjectId project, NewUser wish, Instant now) {
        var id = UserId.random(project.environment());
        var key = personal.newKey();
        var profile = wish.profile().applyTo(Profile.NONE);
        profile.externalId().ifPresent(external -> refuseUnlessFree(project, external));
        var sealed = profile.seal(Profile.NONE, UserProfile.NONE, key, id);
        var owner = new Owner(id, project, wish.status(), now, personal.wrap(key, id), sealed);
        commands.send(new CreateUser(id, project, wish.status(), now));
        send(new ChangeProfile(id, UserProfile.NONE, sealed, now));
        users.add(owner, findable(project, profile));
        return owner;
    }

    /// The user afterwards.
    ///
    /// @throws Refusal `USER_NOT_FOUND`, `DUPLICATE_USER_EXTERNAL_ID`, and those of [ProfileChange]
    public KnownUser update(Caller caller, UserReference reference, ProfileChange change) {
        return change(caller, reference, change::applyTo);
    }

    /// The user afterwards.
    ///
    /// @throws Refusal `USER_NOT_FOUND`
    public KnownUser removeExternalId(Caller caller, UserReference reference) {
        return change(caller, reference, Profile::withoutExternalId);
    }

    private KnownUser change(Caller caller, UserReference reference, UnaryOperator<Profile> change) {
        return transactions.run(Origins.of(caller), () -> {
            var now = clock.instant();
            var user = get(caller, reference);
            var owner = user.owner();
            var key = personal.keyOf(owner);
            var profile = Profile.open(owner.profile(), key, owner.userId());
            var next = change.apply(profile);
            if (next.equals(profile)) {
                return user;
            }
            if (!next.externalId().equals(profile.externalId())) {
                next.externalId().ifPresent(external -> refuseUnlessFree(caller.project(), external));
            }
            var sealed = next.seal(profile, owner.profile(), key, owner.userId());
            send(new ChangeProfile(owner.userId(), owner.profile(), sealed, now));
            var changed = owner.with(sealed);
            users.change(changed, findable(caller.project(), next));
            return user.with(changed);
        });
    }

    /// Destroys what is known of a person; what happened stays on record.
    ///
    /// @throws Refusal `USER_NOT_FOUND`
    public UserId erase(Caller caller, UserReference reference) {
        return transactions.run(Origins.of(caller), () -> {
            var now = clock.instant();
            var user = get(caller, reference);
            var id = user.owner().userId();
            user.phones().forEach(phone -> factors.takeOff(phone, now));
            send(new EraseUser(id, now));
            // A phone that the user got before is seen here; one that comes later meets the erasure.
            if (!get(caller, new ById(id)).phones().equals(user.phones())) {
                throw WriteConflict.staleRead();
            }
            factors.endSessionsWithout(List.of(), id, now);
            users.erase(user.owner());
            return id;
        });
    }

    private void refuseUnlessFree(ProjectId project, ExternalId id) {
        if (users.find(project, new ByExternalId(id)).isPresent()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_DUPLICATE_USER_EXTERNAL_ID);
        }
    }

    private Findable findable(ProjectId project, Profile profile) {
        return new Findable(
                profile.externalId().map(id -> personal.hash(project, id)).orElse(null),
                personal.prefixes(project, profile.name()));
    }

    /// Where it is answered with false, the user is no longer as it was read.
    private void send(UserCommand command) {
        boolean asItWasRead = commands.send(command);
        if (!asItWasRead) {
            throw WriteConflict.staleRead();
        }
    }
}
