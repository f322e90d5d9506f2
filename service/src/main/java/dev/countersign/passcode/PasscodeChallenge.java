package dev.countersign.passcode;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

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
import dev.countersign.passcode.PasscodeEvent.DeviceMismatched;
import dev.countersign.passcode.Phase.Exhausted;
import dev.countersign.passcode.Phase.Expired;
import dev.countersign.passcode.Phase.Open;
import dev.countersign.passcode.Phase.Superseded;
import dev.countersign.passcode.Phase.Used;
import dev.countersign.passcode.Verification.AlreadyUsed;
import dev.countersign.passcode.Verification.Mismatched;
import dev.countersign.passcode.Verification.NoMatch;
import dev.countersign.passcode.Verification.OtherDevice;
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
/// Guarantees: at most one [Verified] ever, and none at or after `expiresAt`, recorded or not; the budget of
/// attempts is exact; every [Verified] and [Mismatched] appends an event, so that of two callers who saw the
/// same state only one is answered so.
@AggregateRoot(type = "passcode")
public final class PasscodeChallenge {
    @AggregateIdentifier
    private ChallengeId challengeId;

    private ChallengeState state;

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
        decide(command).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    public void handle(RecordDeliveryFailure command) {
        decide(command).forEach(AggregateLifecycle::apply);
    }

    /// True if it was open; false tells the caller that it acts on an older state.
    @CommandHandler
    public boolean handle(SupersedeCode command) {
        boolean wasOpen = isOpen();
        decide(command).forEach(AggregateLifecycle::apply);
        return wasOpen;
    }

    /// As for [SupersedeCode].
    @CommandHandler
    public boolean handle(CloseChallenge command) {
        boolean wasOpen = isOpen();
        decide(command).forEach(AggregateLifecycle::apply);
        return wasOpen;
    }

    @CommandHandler
    public void handle(ExpireCode command) {
        decide(command).forEach(AggregateLifecycle::apply);
    }

    /// True if no event has closed it; past `expiresAt` it is dead all the same.
    public boolean isOpen() {
        return state.isOpen();
    }

    /// True if sending the message is due at `now`: it was not sent yet, and the code is open and alive.
    public boolean mayBeSent(Instant now) {
        return state.isOpen() && !state.sent() && !state.isOver(now);
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
                command.guesses().lockAfter(),
                command.guesses().hardStop(),
                command.at().plus(policy.lifetime()),
                command.channel(),
                command.locale(),
                command.attributes(),
                command.at());
    }

    Verdict decide(VerifyCode command, PasscodeKeys keys) {
        return switch (state.phase()) {
            case Open _
            when state.isOver(command.at()) ->
                new Verdict(toldIfRight(new Verification.Expired(), command, keys), expired());
            case Open open
            when !command.device().allows(state.issued().attributes()) -> otherDevice(command, open.attemptsLeft() - 1);
            case Open _
            when isRight(command, keys) ->
                new Verdict(
                        new Verified(state.issued().channel()),
                        new CodeVerified(challengeId, command.attributes(), command.at()));
            case Open open -> mismatch(command, open.attemptsLeft() - 1);
            case Used _ -> new Verdict(toldIfRight(new AlreadyUsed(), command, keys));
            case Expired _ -> new Verdict(toldIfRight(new Verification.Expired(), command, keys));
            case Superseded _ -> new Verdict(toldIfRight(new Verification.Superseded(), command, keys));
            case Exhausted _ -> new Verdict(new Verification.Exhausted());
        };
    }

    List<PasscodeEvent> decide(RecordSent command) {
        return state.sent() ? List.of() : List.of(new CodeSent(challengeId, command.provider(), command.at()));
    }

    List<PasscodeEvent> decide(RecordDeliveryFailure command) {
        return List.of(new CodeDeliveryFailed(challengeId, command.provider(), command.reason(), command.at()));
    }

    List<PasscodeEvent> decide(SupersedeCode command) {
        return closed(new CodeSuperseded(challengeId, command.by(), command.at()));
    }

    List<PasscodeEvent> decide(CloseChallenge command) {
        return closed(new ChallengeExhausted(challengeId, command.at()));
    }

    List<PasscodeEvent> decide(ExpireCode command) {
        return state.isOpen() && state.isOver(command.at()) ? List.of(expired()) : List.of();
    }

    @EventSourcingHandler
    void evolve(PasscodeEvent event) {
        if (event instanceof CodeIssued issued) {
            challengeId = issued.challengeId();
            state = ChallengeState.of(issued);
        } else {
            state = state.after(event);
        }
    }

    private Verdict mismatch(VerifyCode command, int attemptsLeft) {
        var mismatched = new CodeMismatched(challengeId, attemptsLeft, command.attributes(), command.at());
        return counted(new Mismatched(attemptsLeft), mismatched, attemptsLeft);
    }

    /// Told before the code is looked at: whoever has another device learns nothing about the code.
    private Verdict otherDevice(VerifyCode command, int attemptsLeft) {
        var mismatched = new DeviceMismatched(challengeId, attemptsLeft, command.attributes(), command.at());
        return counted(new OtherDevice(attemptsLeft), mismatched, attemptsLeft);
    }

    private Verdict counted(Verification outcome, PasscodeEvent attempt, int attemptsLeft) {
        return attemptsLeft > 0
                ? new Verdict(outcome, attempt)
                : new Verdict(outcome, attempt, new ChallengeExhausted(challengeId, attempt.at()));
    }

    /// What closes an open challenge: `event`, or its expiry if that came first.
    private List<PasscodeEvent> closed(PasscodeEvent event) {
        if (!state.isOpen()) {
            return List.of();
        }
        return List.of(state.isOver(event.at()) ? expired() : event);
    }

    private Verification toldIfRight(Verification answer, VerifyCode command, PasscodeKeys keys) {
        return isRight(command, keys) ? answer : new NoMatch();
    }

    private boolean isRight(VerifyCode command, PasscodeKeys keys) {
        CodeIssued issued = state.issued();
        return keys.derive(issued.key(), challengeId, issued.nonce(), issued.digits())
                .matches(command.candidate());
    }

    private CodeExpired expired() {
        return new CodeExpired(challengeId, state.issued().expiresAt());
    }

    record Verdict(Verification outcome, List<PasscodeEvent> events) {
        Verdict(Verification outcome, PasscodeEvent... events) {
            this(outcome, List.of(events));
        }
    }
}
