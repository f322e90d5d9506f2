package dev.countersign.rpc;

import dev.countersign.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.Optional;

/// Hands on the metadata entry `idempotency-key`, by which a caller repeats a call without repeating what it
/// does.
public final class IdempotencyKey implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> CURRENT = Context.key("idempotency-key");

    IdempotencyKey() {}

    /// What the call that this code runs for carries, as it came; empty: nothing.
    public static Optional<String> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!headers.containsKey(HEADER)) {
            return next.startCall(call, headers);
        }
        var keys = new ArrayList<String>();
        var given = headers.getAll(HEADER);
        if (given != null) {
            given.forEach(keys::add);
        }
        if (keys.size() != 1) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_IDEMPOTENCY_KEY);
        }
        return Contexts.interceptCall(Context.current().withValue(CURRENT, keys.getFirst()), call, headers, next);
    }
}
