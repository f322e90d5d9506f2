package dev.countersign.passcode;

import dev.countersign.passcode.PasscodeEvent.ChallengeExhausted;
import dev.countersign.passcode.PasscodeEvent.CodeDeliveryFailed;
import dev.countersign.passcode.PasscodeEvent.CodeExpired;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.passcode.PasscodeEvent.CodeMismatched;
import dev.countersign.passcode.PasscodeEvent.CodeSent;
import dev.countersign.passcode.PasscodeEvent.CodeSuperseded;
import dev.countersign.passcode.PasscodeEvent.CodeVerified;
import dev.countersign.passcode.PasscodeEvent.DeviceMismatched;
import java.time.Instant;

/// What a challenge's events amount to.
///
/// @param issued how it began
/// @param sent true once a provider took the message
record ChallengeState(CodeIssued issued, Phase phase, boolean sent) {

    static ChallengeState of(CodeIssued issued) {
        return new ChallengeState(issued, new Phase.Open(issued.attempts()), false);
    }

    /// The state after one more event. Refuses nothing.
    ChallengeState after(PasscodeEvent event) {
        return switch (event) {
            case CodeIssued first -> of(first);
            case CodeSent _ -> new ChallengeState(issued, phase, true);
            case CodeDeliveryFailed _ -> this;
            case CodeMismatched mismatched -> in(new Phase.Open(mismatched.attemptsLeft()));
            case DeviceMismatched mismatched -> in(new Phase.Open(mismatched.attemptsLeft()));
            case CodeVerified _ -> in(new Phase.Used());
            case CodeExpired _ -> in(new Phase.Expired());
            case CodeSuperseded _ -> in(new Phase.Superseded());
            case ChallengeExhausted _ -> in(new Phase.Exhausted());
        };
    }

    /// True if no event has closed it; past its end it is dead all the same.
    boolean isOpen() {
        return phase instanceof Phase.Open;
    }

    /// True from exactly `expiresAt` on.
    boolean isOver(Instant now) {
        return !now.isBefore(issued.expiresAt());
    }

    private ChallengeState in(Phase next) {
        return new ChallengeState(issued, next, sent);
    }
}
