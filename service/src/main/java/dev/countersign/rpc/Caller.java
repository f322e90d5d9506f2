package dev.countersign.rpc;

import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import io.grpc.Context;

/// Who calls: the project, the secret that proved it and what that one is for, and the name of the call.
public record Caller(ProjectId project, SecretId secret, SecretRole role, String requestId) {
    private static final Context.Key<Caller> CURRENT = Context.key("caller");

    /// The caller of the RPC that this code runs for.
    ///
    /// @throws IllegalStateException outside a call, and in an RPC that is open to everybody
    public static Caller current() {
        var caller = CURRENT.get();
        if (caller == null) {
            throw new IllegalStateException("nobody has shown credentials");
        }
        return caller;
    }

    Context inContext() {
        return Context.current().withValue(CURRENT, this);
    }
}
