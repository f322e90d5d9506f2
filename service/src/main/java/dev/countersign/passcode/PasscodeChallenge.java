package dev.countersign.passcode;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.passcode.ChallengeState.Exhausted;
import dev.countersign.passcode.ChallengeState.Expired;
import dev.countersign.passcode.ChallengeState.Open;
import dev.countersign.passcode.ChallengeState.Superseded;
import dev.countersign.passcode.ChallengeState.Used;
import dev.countersign.passcode.PasscodeCommand.CloseChallenge;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
import dev.countersign.passcode.PasscodeCommand.IssueCode;
import dev.countersign.passcode.PasscodeCommand.RecordDeliveryFailure;
import dev.countersign.passcode.PasscodeCommand.RecordSent;
import dev.countersign.passcode.PasscodeCommand.SupersedeCode;
import dev.countersign.passcode.PasscodeCommand.VerifyCode;
import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeDeliveryFailed;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.passcode.Verification.AlreadyUsed;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.NoMatch;
import dev.countersign.passcode.Verification.Verified;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;

/// One code's life. See the picture in the package's description.
///
/// Guarantees: at most one [Verified] ever, and none at or after `expiresAt`, recorded or not; the budget of attempts
/// is exact; every [Verified] and [Mismatched] appends an event, so that of two callers who saw the same state only
/// one is answered so.
@AggregateRoot(type = "passcode")
public final class PasscodeChallenge {
    @AggregateIdentifier
    private ChallengeId challengeId;

    private CodeIssued issued;
    private ChallengeState state;
    private boolean sent;

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    PasscodeChallenge() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    public PasscodeChallenge(IssueCode command) {
        apply(decide(command));
    }

    @CommandHandler
    public Verification handle(VerifyCode command, PasscodeKeys keys) {
        Verdict verdict = decide(command, keys);
        verdict.events().forEach(AggregateLifecycle::apply);
        return verdict.outcome();
    }

    @CommandHandler
    public void handle(RecordSent command) {
        if (!sent) {
            apply(new CodeSent(challengeId, command.provider(), command.at()));
        }
    }

    @CommandHandler
    public void handle(RecordDeliveryFailure command) {
        apply(new CodeDeliveryFailed(challengeId, command.provider(), command.reason(), command.at()));
    }

    @CommandHandler
    public void handle(SupersedeCode command) {
        closeWith(new CodeSuperseded(challengeId, command.by(), command.at()));
    }

    @CommandHandler
    public void handle(CloseChallenge command) {
        closeWith(new ChallengeExhausted(challengeId, command.at()));
    }

    @CommandHandler
    public void handle(ExpireCode command) {
        if (state instanceof Open && isOver(command.at())) {
            apply(expired());
        }
    }

    /// True if sending the message is due at `now`: it was not sent yet, and the code is open and alive.
    public boolean mayBeSent(Instant now) {
        return state instanceof Open && !sent && !isOver(now);
    }

    /// True if no event has closed it. Past `expiresAt` it is dead all the same.
    public boolean isOpen() {
        return state instanceof Open;
    }

    static CodeIssued decide(IssueCode command) {
        PasscodePolicy policy = command.policy();
        return new CodeIssued(
                command.challengeId(),
                command.phoneId(),
                command.nonce(),
                command.key(),
                policy.digits(),
                policy.attempts(),
                command.at().plus(policy.lifetime()),
                command.attributes(),
                command.at());
    }

    Verdict decide(VerifyCode command, PasscodeKeys keys) {
        return switch (state) {
            case Open _
            when isOver(command.at()) ->
                new Verdict(isRight(command, keys) ? new Verification.Expired() : new NoMatch(), expired());
            case Open open
            when isRight(command, keys) ->
                new Verdict(new Verified(), new CodeVerified(challengeId, command.attributes(), command.at()));
            case Open open -> mismatch(command, open.attemptsLeft() - 1);
            case Used _ -> new Verdict(isRight(command, keys) ? new AlreadyUsed() : new NoMatch());
            case Expired _ -> new Verdict(isRight(command, keys) ? new Verification.Expired() : new NoMatch());
            case Superseded _ -> new Verdict(isRight(command, keys) ? new Verification.Superseded() : new NoMatch());
            case Exhausted _ -> new Verdict(new Verification.Exhausted());
        };
    }

    @EventSourcingHandler
    void evolve(PasscodeEvent event) {
        switch (event) {
            case CodeIssued first -> {
                challengeId = first.challengeId();
                issued = first;
                state = new Open(first.attempts());
            }
            case CodeSent _ -> sent = true;
            case CodeDeliveryFailed _ -> {}
            case CodeMismatched mismatched -> state = new Open(mismatched.attemptsLeft());
            case CodeVerified _ -> state = new Used();
            case CodeExpired _ -> state = new Expired();
            case CodeSuperseded _ -> state = new Superseded();
            case ChallengeExhausted _ -> state = new Exhausted();
        }
    }

    private Verdict mismatch(VerifyCode command, int attemptsLeft) {
        var mismatched = new CodeMismatched(challengeId, attemptsLeft, command.attributes(), command.at());
        return attemptsLeft > 0
                ? new Verdict(new Mismatched(attemptsLeft), mismatched)
                : new Verdict(new Mismatched(0), mismatched, new ChallengeExhausted(challengeId, command.at()));
    }

    /// Closes an open challenge by `event`, or by its expiry where that came first.
    private void closeWith(PasscodeEvent event) {
        if (state instanceof Open) {
            apply(isOver(event.at()) ? expired() : event);
        }
    }

    private boolean isRight(VerifyCode command, PasscodeKeys keys) {
        return keys.derive(issued.key(), challengeId, issued.nonce(), issued.digits())
                .matches(command.candidate());
    }

    private boolean isOver(Instant now) {
        return !now.isBefore(issued.expiresAt());
    }

    private CodeExpired expired() {
        return new CodeExpired(challengeId, issued.expiresAt());
    }

    record Verdict(Verification outcome, List<PasscodeEvent> events) {
        Verdict(Verification outcome, PasscodeEvent... events) {
            this(outcome, List.of(events));
        }
    }
}
