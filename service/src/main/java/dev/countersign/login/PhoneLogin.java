package dev.countersign.login;

import dev.countersign.login.KnownPhone.NewestChallenge;
import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.SupersedeCode;
import dev.countersign.passcode.PasscodeKeys;
import dev.countersign.privacy.Sealed;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserId;
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
    private final PersonalData personal;
    private final PasscodeKeys codes;
    private final InstantSource clock;
    private final Turns turns = new Turns();
    private final SecureRandom random = new SecureRandom();

    public PhoneLogin(
            Transactions transactions,
            Commands commands,
            LoginDirectory directory,
            PersonalData personal,
            PasscodeKeys codes,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.directory = directory;
        this.personal = personal;
        this.codes = codes;
        this.clock = clock;
    }

    /// @throws Refusal `PHONE_NUMBER_NOT_FOUND` if nobody has the number and no user is to be made;
    ///     `USER_LOCK_LIMIT_REACHED` while the phone is locked
    public StartedLogin start(Caller caller, StartLogin wish) {
        var hash = personal.hash(caller.project(), wish.number());
        return turns.take(hash, () -> transactions.run(Origins.of(caller), () -> startOnce(caller, wish, hash)));
    }

    private StartedLogin startOnce(Caller caller, StartLogin wish, NumberHash hash) {
        var now = clock.instant();
        var known = directory.find(caller.project(), hash).orElse(null);
        if (known == null) {
            return register(caller, wish, hash, now);
        }
        Locks.refuse(known.state(), now);
        issue(
                known.phoneId(),
                known.newest(),
                wish,
                personal.seal(wish.attributes(), known.owner(), known.phoneId()),
                now);
        return new StartedLogin(known.owner().userId(), known.phoneId(), false);
    }

    private StartedLogin register(Caller caller, StartLogin wish, NumberHash hash, Instant now) {
        var status = wish.newUser().orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND));
        var environment = caller.project().environment();
        var user = UserId.random(environment);
        var phone = PhoneId.random(environment);
        var key = personal.newKey();
        var owner = new Owner(user, caller.project(), status, now, personal.wrap(key, user));
        var number = personal.seal(wish.number(), key, phone);

        commands.send(new CreateUser(user, caller.project(), status, now));
        directory.addUser(owner);
        commands.send(new RegisterPhone(phone, user, caller.project(), number, now));
        directory.addPhone(owner, phone, hash, number, now);
        issue(phone, null, wish, personal.seal(wish.attributes(), key, phone), now);
        return new StartedLogin(user, phone, true);
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
