package dev.countersign.people;

import dev.countersign.login.KnownPhone;
import dev.countersign.login.KnownUser;
import dev.countersign.login.LoginDirectory;
import dev.countersign.login.Origins;
import dev.countersign.login.PersonalData;
import dev.countersign.login.PhoneRegistration;
import dev.countersign.login.UserDirectory;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.Commands;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserCommand;
import dev.countersign.user.UserCommand.ExchangePhone;
import dev.countersign.user.UserCommand.TakePhoneOff;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserReference.ById;
import dev.countersign.v1.ErrorReason;
import java.time.InstantSource;
import java.util.List;

/// Takes phones off users, or puts others in their place.
public final class Phones {

    private final Transactions transactions;
    private final Commands commands;
    private final UserDirectory users;
    private final LoginDirectory directory;
    private final Factors factors;
    private final PhoneRegistration registration;
    private final PersonalData personal;
    private final InstantSource clock;

    public Phones(
            Transactions transactions,
            Commands commands,
            UserDirectory users,
            LoginDirectory directory,
            Factors factors,
            PhoneRegistration registration,
            PersonalData personal,
            InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.users = users;
        this.directory = directory;
        this.factors = factors;
        this.registration = registration;
        this.personal = personal;
        this.clock = clock;
    }

    /// The user afterwards.
    ///
    /// @throws Refusal `PHONE_NUMBER_NOT_FOUND`
    public KnownUser remove(Caller caller, PhoneId id) {
        return transactions.run(Origins.of(caller), () -> {
            var now = clock.instant();
            var phone = directory.findWithItsSiblings(id).stream()
                    .filter(known -> known.phoneId().equals(id) && known.isThere(now))
                    .filter(known -> known.owner().projectId().equals(caller.project()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND));
            var owner = phone.owner();
            factors.takeOff(phone, now);
            send(new TakePhoneOff(owner.userId(), id, now));
            // Phones that went before are seen to be gone here; one that goes later meets the event.
            var left = directory.findWithItsSiblings(id).stream()
                    .filter(known -> !known.phoneId().equals(id) && known.isThere(now))
                    .toList();
            factors.endSessionsWithout(left, owner.userId(), now);
            return new KnownUser(owner, left);
        });
    }

    /// The user afterwards.
    ///
    /// @throws Refusal `USER_NOT_FOUND`, `INVALID_EXCHANGE_PRIMARY_FACTOR_USER`, `DUPLICATE_PHONE_NUMBER` or
    ///     `DUPLICATE_PHONE_NUMBER_FOR_USER`
    public KnownUser exchange(Caller caller, UserReference reference, PhoneNumber number) {
        var hash = personal.hash(caller.project(), number);
        return transactions.run(Origins.of(caller), () -> {
            var now = clock.instant();
            var user = users.find(caller.project(), reference)
                    .orElseThrow(() -> Refusal.of(ErrorReason.ERROR_REASON_USER_NOT_FOUND))
                    .at(now);
            if (user.phones().size() != 1) {
                throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_EXCHANGE_PRIMARY_FACTOR_USER);
            }
            var owner = user.owner();
            var holder = directory.find(caller.project(), hash);
            if (holder.orElse(null) instanceof KnownPhone taken && taken.isThere(now)) {
                refuse(taken, user);
            }
            var removed = user.phones().getFirst();
            factors.takeOff(removed, now);
            var added = registration.register(owner, number, hash, holder.orElse(null), now);
            send(new ExchangePhone(owner.userId(), removed.phoneId(), added.phoneId(), now));
            // A phone that the user got before is seen here; one that comes later meets the event.
            var current = users.find(caller.project(), new ById(owner.userId()));
            if (current.filter(same -> same.at(now).phones().equals(user.phones()))
                    .isEmpty()) {
                throw WriteConflict.staleRead();
            }
            factors.endSessionsWithout(List.of(), owner.userId(), now);
            return new KnownUser(owner, List.of(added));
        });
    }

    /// Where it is answered with false, the user is no longer as it was read.
    private void send(UserCommand command) {
        boolean asItWasRead = commands.send(command);
        if (!asItWasRead) {
            throw WriteConflict.staleRead();
        }
    }

    private static void refuse(KnownPhone taken, KnownUser user) {
        throw Refusal.of(
                taken.owner().userId().equals(user.owner().userId())
                        ? ErrorReason.ERROR_REASON_DUPLICATE_PHONE_NUMBER_FOR_USER
                        : ErrorReason.ERROR_REASON_DUPLICATE_PHONE_NUMBER);
    }
}
