package dev.countersign.login;

import dev.countersign.login.Addressee.Anybody;
import dev.countersign.login.Addressee.Holder;
import dev.countersign.login.Addressee.ThisUser;
import dev.countersign.login.KnownPhone.Attachment;
import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.SupersedeCode;
import dev.countersign.passcode.PasscodeKeys;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserCommand.AddPhone;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import dev.countersign.v1.ErrorReason;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Starts logins: finds or registers the number and issues a code for it.
///
/// Guarantees: a number has one user, however many ask at once, on whatever node; only the newest code of a phone is
/// alive. The message is sent by whoever follows the stored event, not here.
public final class PhoneLogin {

    private final Transactions transactions;
    private final Commands commands;
    private final LoginDirectory directory;
    private final PhoneAttachment attachments;
    private final PhoneRegistration registration;
    private final PersonalData personal;
    private final PasscodeKeys codes;
    private final GuessPolicy guesses;
    private final InstantSource clock;
    private final Turns turns = new Turns();
    private final SecureRandom random = new SecureRandom();

    public PhoneLogin(
            Transactions transactions,
            Commands commands,
            LoginDirectory directory,
            PhoneAttachment attachments,
            PhoneRegistration registration,
            PersonalData personal,
            PasscodeKeys codes,
            GuessPolicy guesses,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.directory = directory;
        this.attachments = attachments;
        this.registration = registration;
        this.personal = personal;
        this.codes = codes;
        this.guesses = guesses;
        this.clock = clock;
    }

    /// @throws Refusal `PHONE_NUMBER_NOT_FOUND` if nobody has the number and nobody is to get it;
    ///     `USER_LOCK_LIMIT_REACHED` while the number is locked; those of [PhoneAttachment] where a user is
    ///     named
    public StartedLogin start(Caller caller, StartLogin wish) {
        var hash = personal.hash(caller.project(), wish.number());
        return turns.take(hash, () -> transactions.run(Origins.of(caller), () -> startOnce(caller, wish, hash)));
    }

    private StartedLogin startOnce(Caller caller, StartLogin wish, NumberHash hash) {
        var now = clock.instant();
        var found = directory.find(caller.project(), hash).orElse(null);
        var known = found instanceof KnownPhone phone && phone.isThere(now) ? phone : null;
        return switch (wish.addressee()) {
            case Anybody(var status) ->
                known == null ? create(caller, status, wish, hash, found, now) : to(known, wish, now);
            case Holder _ -> to(existing(known), wish, now);
            case ThisUser who -> {
                var user = attachments.user(caller.project(), who, now);
                if (known == null) {
                    yield attach(user, wish, hash, found, now);
                }
                PhoneAttachment.refuseOther(user, known.owner());
                yield to(known, wish, now);
            }
        };
    }

    private static KnownPhone existing(@Nullable KnownPhone known) {
        if (known == null) {
            throw Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND);
        }
        return known;
    }

    private StartedLogin to(KnownPhone known, StartLogin wish, Instant now) {
        Locks.refuse(known.state(), now);
        issue(
                known.phoneId(),
                known.newest(),
                wish,
                personal.seal(wish.attributes(), known.owner(), known.phoneId()),
                now);
        return new StartedLogin(known.owner().userId(), known.phoneId(), false);
    }

    private StartedLogin create(
            Caller caller,
            UserStatus status,
            StartLogin wish,
            NumberHash hash,
            @Nullable NumberEntry before,
            Instant now) {
        refuseIfLocked(before, now);
        var user = UserId.random(caller.project().environment());
        var key = personal.newKey();
        var owner = new Owner(user, caller.project(), status, now, personal.wrap(key, user));
        commands.send(new CreateUser(user, caller.project(), status, now));
        directory.addUser(owner);
        return new StartedLogin(user, register(owner, key, null, wish, hash, before, now), true);
    }

    /// Recorded on the user too: there it meets an erasure at the same time.
    private StartedLogin attach(
            KnownUser user, StartLogin wish, NumberHash hash, @Nullable NumberEntry before, Instant now) {
        refuseIfLocked(before, now);
        var owner = user.owner();
        var phone = register(owner, personal.keyOf(owner), PhoneAttachment.room(user, now), wish, hash, before, now);
        boolean isThere = commands.send(new AddPhone(owner.userId(), phone, now));
        if (!isThere) {
            throw WriteConflict.staleRead();
        }
        return new StartedLogin(owner.userId(), phone, false);
    }

    /// Nobody has the number, but guesses at it lock whoever has it next.
    private static void refuseIfLocked(@Nullable NumberEntry before, Instant now) {
        if (before != null) {
            Locks.refuse(before.state(), now);
        }
    }

    /// @param before what stands under the number, which nobody has any longer; null: nothing
    private PhoneId register(
            Owner owner,
            DataKey key,
            @Nullable Attachment attachment,
            StartLogin wish,
            NumberHash hash,
            @Nullable NumberEntry before,
            Instant now) {
        var phone = registration
                .register(owner, key, wish.number(), hash, before, attachment, now)
                .phoneId();
        issue(phone, null, wish, personal.seal(wish.attributes(), key, phone), now);
        return phone;
    }

    private void issue(
            PhoneId phone,
            @Nullable NewestChallenge previous,
            StartLogin wish,
            @Nullable Sealed attributes,
            Instant now) {
        var id = ChallengeId.random();
        commands.send(new IssueCode(
                id,
                phone,
                Nonce.random(random),
                codes.current(),
                wish.policy(),
                guesses,
                wish.channel(),
                wish.locale(),
                attributes,
                now));
        if (previous != null && previous.openUntil() != null) {
            boolean wasOpen = commands.send(new SupersedeCode(previous.challengeId(), id, now));
            if (!wasOpen) {
                throw WriteConflict.staleRead();
            }
        }
        directory.follow(phone, previous, id, now.plus(wish.policy().lifetime()));
    }
}
