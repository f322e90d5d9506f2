package dev.countersign.passcode;

import dev.countersign.privacy.Sealed;
import dev.countersign.user.Channel;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked of a challenge. Each carries the moment at which it was asked.
///
/// Only delivery is recorded on a closed challenge; anything else changes nothing there.
public sealed interface PasscodeCommand {
    ChallengeId challengeId();

    Instant at();

    /// Starts a challenge; the code lives until `at` plus the policy's lifetime.
    ///
    /// @param guesses the limits of the phone, which are noted
    record IssueCode(
            @TargetAggregateIdentifier ChallengeId challengeId,
            PhoneId phoneId,
            Nonce nonce,
            KeyId key,
            PasscodePolicy policy,
            GuessPolicy guesses,
            Channel channel,
            MessageLocale locale,
            @Nullable Sealed attributes,
            Instant at)
            implements PasscodeCommand {}

    /// Quiet if the message was recorded as sent before.
    record RecordSent(@TargetAggregateIdentifier ChallengeId challengeId, String provider, Instant at)
            implements PasscodeCommand {}

    record RecordDeliveryFailure(
            @TargetAggregateIdentifier ChallengeId challengeId, String provider, String reason, Instant at)
            implements PasscodeCommand {}

    /// The answer is a [Verification].
    record VerifyCode(
            @TargetAggregateIdentifier ChallengeId challengeId,
            Candidate candidate,
            DeviceRule device,
            @Nullable Sealed attributes,
            Instant at)
            implements PasscodeCommand {}

    /// The phone gets a newer code, `by`.
    record SupersedeCode(@TargetAggregateIdentifier ChallengeId challengeId, ChallengeId by, Instant at)
            implements PasscodeCommand {}

    /// Records that the code's time ran out; quiet before that.
    record ExpireCode(@TargetAggregateIdentifier ChallengeId challengeId, Instant at) implements PasscodeCommand {}

    /// The phone was locked or removed, so that no guess is allowed any more.
    record CloseChallenge(@TargetAggregateIdentifier ChallengeId challengeId, Instant at) implements PasscodeCommand {}
}
