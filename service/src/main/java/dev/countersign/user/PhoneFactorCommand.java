package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked of a phone. Each carries the moment at which it was asked; the answer is the [PhoneState]
/// after it, unless they say another thing. All that changes a phone which was removed is what ends its count of
/// wrong guesses.
public sealed interface PhoneFactorCommand {
    PhoneId phoneId();

    Instant at();

    /// Has no answer.
    ///
    /// @param attachedUntil from then on the user has it no longer, unless it is proven before; null: it stays
    /// @param inherited wrong guesses at the number that count on; null: there are none
    record RegisterPhone(
            @TargetAggregateIdentifier PhoneId phoneId,
            UserId userId,
            ProjectId projectId,
            Sealed number,
            @Nullable Instant attachedUntil,
            @Nullable InheritedGuesses inherited,
            Instant at)
            implements PhoneFactorCommand {}

    /// A right code was entered. Quiet if the phone is verified and no wrong guess is counted.
    record RecordSuccess(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}

    /// A wrong code was entered. Quiet while the phone is locked.
    record RecordFailedGuess(@TargetAggregateIdentifier PhoneId phoneId, GuessPolicy policy, Instant at)
            implements PhoneFactorCommand {}

    /// An operator trusts the phone again. Quiet if no wrong guess is counted and nothing is locked.
    record UnlockPhone(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}

    /// Nobody has proven the phone in time. Answered with true if it is taken off now; quiet, and answered with
    /// false, if it stays, its time is not up, or it was removed before.
    record ExpireAttachment(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}

    /// Somebody who does not come as the user asks for the number of a phone that nobody has proven yet. Answered
    /// with true if it is taken off now; quiet, and answered with false, if it stays, was proven, or was removed
    /// before.
    record GiveUpAttachment(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}

    /// The user has the phone no longer. Answered with true if it was there, false if it was removed before:
    /// then nothing happens.
    record RemovePhone(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}

    /// The next phone with the number takes over the wrong guesses of one that was removed. Answered with the state
    /// that it gets; empty, and quiet, if there is nothing to take over: the phone was not removed, or another one
    /// has taken them over, or an operator has cleared them.
    record PassOnGuesses(@TargetAggregateIdentifier PhoneId phoneId, Instant at) implements PhoneFactorCommand {}
}
