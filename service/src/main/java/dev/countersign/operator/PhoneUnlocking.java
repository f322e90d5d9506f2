package dev.countersign.operator;

import dev.countersign.login.LoginDirectory;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.user.PhoneFactorCommand.UnlockPhone;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import java.time.InstantSource;
import java.util.Optional;

/// Trusts a phone again that too many wrong codes have locked.
public final class PhoneUnlocking {

    private final Transactions transactions;
    private final Commands commands;
    private final LoginDirectory directory;
    private final InstantSource clock;

    public PhoneUnlocking(Transactions transactions, Commands commands, LoginDirectory directory, InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.directory = directory;
        this.clock = clock;
    }

    /// Lifts the lock and clears the count, also those that a removed phone has left to whoever has its number next.
    /// Quiet if there is neither.
    ///
    /// @throws org.axonframework.modelling.command.AggregateNotFoundException if there is no such phone
    public void unlock(PhoneId phone) {
        transactions.run(Origin.system("operator"), () -> {
            Optional<PhoneState> state = commands.send(new UnlockPhone(phone, clock.instant()));
            state.ifPresent(unlocked -> note(phone, unlocked));
            return state;
        });
    }

    private void note(PhoneId phone, PhoneState unlocked) {
        if (directory.findWithItsSiblings(phone).isEmpty()) {
            directory.forgetGuesses(phone);
        } else {
            directory.update(phone, unlocked);
        }
    }
}
