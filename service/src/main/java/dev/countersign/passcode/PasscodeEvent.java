package dev.countersign.passcode;

import dev.countersign.privacy.Sealed;
import dev.countersign.store.StoredName;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneId;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// What happened to a challenge. `attributes` are what the caller saw of the person's device; null if it said
/// nothing.
public sealed interface PasscodeEvent {
    ChallengeId challengeId();

    Instant at();

    /// A code exists for a phone. Holds what derives it (with the key ring); the code itself is part of no
    /// event.
    ///
    /// Revision 1 had neither channel nor locale: all messages were SMS in English. Revision 2 had no limits of the
    /// phone.
    ///
    /// @param attempts wrong guesses that end the code
    /// @param lockAfter wrong guesses in a row that locked the phone when this was issued; null: not recorded
    /// @param hardStop wrong guesses in a row that blocked it; null: not recorded
    /// @param expiresAt the first moment at which the code is dead
    @StoredName("passcode.CodeIssued")
    @Revision("3")
    record CodeIssued(
            ChallengeId challengeId,
            PhoneId phoneId,
            Nonce nonce,
            KeyId key,
            int digits,
            int attempts,
            @Nullable Integer lockAfter,
            @Nullable Integer hardStop,
            Instant expiresAt,
            Channel channel,
            MessageLocale locale,
            @Nullable Sealed attributes,
            Instant at)
            implements PasscodeEvent {

        public CodeIssued {
            channel = Objects.requireNonNullElse(channel, Channel.SMS);
            locale = Objects.requireNonNullElse(locale, MessageLocale.STANDARD);
        }
    }

    /// A provider took the message. Happens once.
    @StoredName("passcode.CodeSent")
    @Revision("1")
    record CodeSent(ChallengeId challengeId, String provider, Instant at) implements PasscodeEvent {}

    /// A provider did not take the message, or said later that it did not arrive.
    @StoredName("passcode.CodeDeliveryFailed")
    @Revision("1")
    record CodeDeliveryFailed(ChallengeId challengeId, String provider, String reason, Instant at)
            implements PasscodeEvent {}

    /// Somebody entered a wrong code.
    @StoredName("passcode.CodeMismatched")
    @Revision("1")
    record CodeMismatched(
            ChallengeId challengeId,
            int attemptsLeft,
            @Nullable Sealed attributes,
            Instant at) implements PasscodeEvent {}

    /// Somebody entered a code on another device than it was asked for on, although the caller wanted the same
    /// one. It was not looked at.
    @StoredName("passcode.DeviceMismatched")
    @Revision("1")
    record DeviceMismatched(
            ChallengeId challengeId,
            int attemptsLeft,
            @Nullable Sealed attributes,
            Instant at) implements PasscodeEvent {}

    /// Somebody entered the right code, in time. It is used up.
    @StoredName("passcode.CodeVerified")
    @Revision("1")
    record CodeVerified(ChallengeId challengeId, @Nullable Sealed attributes, Instant at) implements PasscodeEvent {}

    /// The code's time ran out. `at` is when it did, whenever that was noticed.
    @StoredName("passcode.CodeExpired")
    @Revision("1")
    record CodeExpired(ChallengeId challengeId, Instant at) implements PasscodeEvent {}

    /// A newer code was issued for the same phone.
    @StoredName("passcode.CodeSuperseded")
    @Revision("1")
    record CodeSuperseded(ChallengeId challengeId, ChallengeId by, Instant at) implements PasscodeEvent {}

    /// No guess is left, or none is allowed any more since the phone was locked.
    @StoredName("passcode.ChallengeExhausted")
    @Revision("1")
    record ChallengeExhausted(ChallengeId challengeId, Instant at) implements PasscodeEvent {}
}
