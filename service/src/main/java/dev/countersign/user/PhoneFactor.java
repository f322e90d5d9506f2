package dev.countersign.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.store.StoredName;
import dev.countersign.user.PhoneFactorCommand.ExpireAttachment;
import dev.countersign.user.PhoneFactorCommand.GiveUpAttachment;
import dev.countersign.user.PhoneFactorCommand.PassOnGuesses;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RecordSuccess;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneFactorCommand.RemovePhone;
import dev.countersign.user.PhoneFactorCommand.UnlockPhone;
import dev.countersign.user.PhoneFactorEvent.GuessFailed;
import dev.countersign.user.PhoneFactorEvent.GuessesCleared;
import dev.countersign.user.PhoneFactorEvent.GuessesPassedOn;
import dev.countersign.user.PhoneFactorEvent.PhoneBlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneLocked;
import dev.countersign.user.PhoneFactorEvent.PhoneRegistered;
import dev.countersign.user.PhoneFactorEvent.PhoneRemoved;
import dev.countersign.user.PhoneFactorEvent.PhoneUnlocked;
import dev.countersign.user.PhoneFactorEvent.PhoneVerified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// A phone as something to log in with, and the budget of wrong guesses that it has.
///
/// The count falls on a right code, or when an operator unlocks, and never otherwise (NIST SP 800-63B-4,
/// sections 3.1.3.2 and 3.2.2): a lock that runs out leaves it standing. While the phone is locked a guess
/// changes nothing. The count outlives the phone: the next one with the same number takes it over.
///
/// The fields are the whole state, whatever the length of the stream, so a snapshot stays small.
@AggregateRoot(type = "phone")
@StoredName("phone.PhoneFactor")
@Revision("1")
public final class PhoneFactor {
    @AggregateIdentifier
    private PhoneId phoneId;

    private PhoneState state = PhoneState.fresh();

    private @Nullable Instant attachedUntil;

    private boolean removed;

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    PhoneFactor() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    public PhoneFactor(RegisterPhone command) {
        apply(new PhoneRegistered(
                command.phoneId(),
                command.userId(),
                command.projectId(),
                command.number(),
                command.attachedUntil(),
                command.inherited(),
                command.at()));
    }

    /// Answers with the state after it, as do those that judge guesses; empty if there was nothing to record,
    /// and so nothing that another call could not change at the same time.
    @CommandHandler
    public Optional<PhoneState> handle(RecordSuccess command) {
        return record(decide(command));
    }

    @CommandHandler
    public Optional<PhoneState> handle(RecordFailedGuess command) {
        return record(decide(command));
    }

    @CommandHandler
    public Optional<PhoneState> handle(UnlockPhone command) {
        return record(decide(command));
    }

    @CommandHandler
    public boolean handle(ExpireAttachment command) {
        var events = decide(command);
        events.forEach(AggregateLifecycle::apply);
        return !events.isEmpty();
    }

    @CommandHandler
    public boolean handle(GiveUpAttachment command) {
        var events = decide(command);
        events.forEach(AggregateLifecycle::apply);
        return !events.isEmpty();
    }

    @CommandHandler
    public boolean handle(RemovePhone command) {
        var events = decide(command);
        events.forEach(AggregateLifecycle::apply);
        return !events.isEmpty();
    }

    /// Answers with the state before it.
    @CommandHandler
    public Optional<PhoneState> handle(PassOnGuesses command) {
        var left = state;
        return record(decide(command)).map(passedOn -> left);
    }

    private Optional<PhoneState> record(List<PhoneFactorEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        return events.isEmpty() ? Optional.empty() : Optional.of(state);
    }

    /// What the events so far amount to, including those of the command just handled.
    public PhoneState state() {
        return state;
    }

    List<PhoneFactorEvent> decide(RecordSuccess command) {
        if (removed || hasLapsed(command.at())) {
            return List.of();
        }
        List<PhoneFactorEvent> events = new ArrayList<>();
        if (!state.verified()) {
            events.add(new PhoneVerified(phoneId, command.at()));
        }
        if (state.failedGuesses() > 0) {
            events.add(new GuessesCleared(phoneId, command.at()));
        }
        return events;
    }

    List<PhoneFactorEvent> decide(RecordFailedGuess command) {
        Instant at = command.at();
        if (removed || hasLapsed(at) || state.isLocked(at)) {
            return List.of();
        }
        GuessPolicy policy = command.policy();
        int failures = state.failedGuesses() + 1;
        var failed = new GuessFailed(phoneId, failures, at);
        if (failures >= policy.hardStop()) {
            return List.of(failed, new PhoneBlocked(phoneId, at));
        }
        if (failures % policy.lockAfter() == 0) {
            return List.of(failed, new PhoneLocked(phoneId, at.plus(policy.lockFor()), at));
        }
        return List.of(failed);
    }

    List<PhoneFactorEvent> decide(UnlockPhone command) {
        boolean anythingToLift = state.failedGuesses() > 0 || state.isLocked(command.at());
        return anythingToLift ? List.of(new PhoneUnlocked(phoneId, command.at())) : List.of();
    }

    /// Dated by the end of its time, whenever that was noticed.
    List<PhoneFactorEvent> decide(ExpireAttachment command) {
        return !removed && attachedUntil instanceof Instant end && hasLapsed(command.at())
                ? List.of(new PhoneRemoved(phoneId, end))
                : List.of();
    }

    /// Dated by the end of its time if that was over already.
    List<PhoneFactorEvent> decide(GiveUpAttachment command) {
        if (removed || !(attachedUntil instanceof Instant end)) {
            return List.of();
        }
        return List.of(new PhoneRemoved(phoneId, hasLapsed(command.at()) ? end : command.at()));
    }

    /// True from exactly the end of its time on, if nobody had proven it.
    private boolean hasLapsed(Instant now) {
        return attachedUntil instanceof Instant end && !now.isBefore(end);
    }

    List<PhoneFactorEvent> decide(RemovePhone command) {
        return removed ? List.of() : List.of(new PhoneRemoved(phoneId, command.at()));
    }

    List<PhoneFactorEvent> decide(PassOnGuesses command) {
        return removed && state.hasGuesses() ? List.of(new GuessesPassedOn(phoneId, command.at())) : List.of();
    }

    @EventSourcingHandler
    void evolve(PhoneFactorEvent event) {
        if (event instanceof PhoneRegistered registered) {
            phoneId = registered.phoneId();
            attachedUntil = registered.attachedUntil();
        }
        if (event instanceof PhoneVerified) {
            attachedUntil = null;
        }
        if (event instanceof PhoneRemoved) {
            removed = true;
        }
        state = state.after(event);
    }
}
