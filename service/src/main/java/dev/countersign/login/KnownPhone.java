package dev.countersign.login;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the directory knows of a phone that has a user.
///
/// @param number sealed under the user's data key
/// @param newest the newest challenge; null before the first, and beside a session, where nobody asks for it
public record KnownPhone(
        PhoneId phoneId,
        Owner owner,
        Sealed number,
        PhoneState state,
        @Nullable NewestChallenge newest) {

    KnownPhone with(PhoneState newer) {
        return new KnownPhone(phoneId, owner, number, newer, newest);
    }

    /// Whose phone it is.
    ///
    /// @param wrappedKey the data key, wrapped under the key ring
    public record Owner(
            UserId userId, ProjectId projectId, UserStatus status, Instant createdAt, WrappedKey wrappedKey) {}

    /// The newest challenge of a phone.
    ///
    /// @param ordinal one more than that of the challenge before it
    /// @param openUntil null once it is closed
    public record NewestChallenge(
            int ordinal, ChallengeId challengeId, @Nullable Instant openUntil) {}
}
