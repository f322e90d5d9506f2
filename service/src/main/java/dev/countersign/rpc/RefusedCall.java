package dev.countersign.rpc;

import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import org.jspecify.annotations.Nullable;

/// A call that was refused.
///
/// @param project whose credentials were shown, right or wrong ones, whether it exists or not; null: none
/// @param secret null: the secret was wrong, or nobody looked
/// @param reason as the caller is told, such as `INVALID_PHONE_NUMBER`
/// @param method the full name, such as `countersign.v1.PasscodeService/Authenticate`
/// @param address of whoever called the service, such as a gateway; null: not known. Personal data, perhaps
public record RefusedCall(
        @Nullable ProjectId project,
        @Nullable SecretId secret,
        String reason,
        String method,
        String requestId,
        @Nullable String address) {

    /// Without the address.
    @Override
    public String toString() {
        return "RefusedCall[%s, %s, %s, %s, %s]".formatted(project, secret, reason, method, requestId);
    }
}
