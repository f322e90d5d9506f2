package dev.countersign.login;

import dev.countersign.rpc.Refusal;
import dev.countersign.user.UserReference;
import dev.countersign.v1.ErrorReason;

/// What a request says of users.
public final class UserArguments {

    private UserArguments() {}

    /// Whom a `user_id` means: it may be an external id wherever one is taken.
    ///
    /// @throws Refusal `INVALID_USER_ID`
    public static UserReference reference(String userId) {
        try {
            return UserReference.parse(userId);
        } catch (IllegalArgumentException _) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_USER_ID);
        }
    }
}
