package dev.countersign.rpc;

import dev.countersign.v1.ErrorReason;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Answers for methods that do not exist, so that they are refused like everything else.
final class UnknownMethods extends HandlerRegistry {
    /// One name for all of them: callers must not be able to invent names that are then counted.
    static final String NAME = "unknown";

    private static final ServerMethodDefinition<InputStream, InputStream> METHOD = ServerMethodDefinition.create(
            MethodDescriptor.newBuilder(new ResponseBytes(), new ResponseBytes())
                    .setType(MethodType.UNKNOWN)
                    .setFullMethodName(NAME)
                    .build(),
            (call, headers) -> {
                throw Refusal.of(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND);
            });

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        return METHOD;
    }
}
