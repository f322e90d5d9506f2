package dev.countersign.login;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import dev.countersign.user.UserProfile;
import dev.countersign.user.UserStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the directory knows of a phone that has a user.
///
/// @param number sealed under the user's data key
/// @param newest the newest challenge; null before the first, and beside a session, where nobody asks for it
/// @param attachment null: the user has it for good
public record KnownPhone(
        PhoneId phoneId,
        Owner owner,
        Sealed number,
        PhoneState state,
        @Nullable NewestChallenge newest,
        @Nullable Attachment attachment)
        implements NumberEntry {

    KnownPhone with(PhoneState newer) {
        return new KnownPhone(phoneId, owner, number, newer, newest, newer.verified() ? null : attachment);
    }

    /// False from exactly the end of an attachment on: then nobody has the phone, recorded or not.
    @Override
    public boolean isThere(Instant now) {
        return attachment == null || now.isBefore(attachment.until());
    }

    /// True if the user merely named the number, and nobody has proven to have it. Whoever proves that without
    /// coming as this user must not become this user.
    boolean isOnTrial() {
        return attachment != null;
    }

    /// A phone that the user has only for a while, unless it is proven.
    ///
    /// @param slot which of the user's few
    public record Attachment(Instant until, int slot) {}

    /// Whose phone it is.
    ///
    /// @param wrappedKey the data key, wrapped under the key ring
    public record Owner(
            UserId userId,
            ProjectId projectId,
            UserStatus status,
            Instant createdAt,
            WrappedKey wrappedKey,
            UserProfile profile) {

        /// Somebody of whom nothing is known.
        public Owner(UserId userId, ProjectId projectId, UserStatus status, Instant createdAt, WrappedKey wrappedKey) {
            this(userId, projectId, status, createdAt, wrappedKey, UserProfile.NONE);
        }

        public Owner with(UserProfile newer) {
            return new Owner(userId, projectId, status, createdAt, wrappedKey, newer);
        }
    }

    /// The newest challenge of a phone.
    ///
    /// @param ordinal one more than that of the challenge before it
    /// @param openUntil null once it is closed
    public record NewestChallenge(
            int ordinal, ChallengeId challengeId, @Nullable Instant openUntil) {}
}
