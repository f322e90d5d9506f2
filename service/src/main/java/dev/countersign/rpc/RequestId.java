package dev.countersign.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives every call a name: the caller's own (`x-request-id`) if it is well-formed, else a fresh one. The response
/// carries it in its headers, or in its trailers if there are no headers.
///
/// The name is stored with the events, in clear. So it has to be one that a machine drew: a UUID, a trace id
/// (W3C Trace Context, 32 hexadecimal digits) or a ULID, behind up to 40 letters and hyphens. A phone number is none.
public final class RequestId implements ServerInterceptor {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Pattern FORM = Pattern.compile("([A-Za-z-]{0,39}-)?("
            + "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}" // UUID
            + "|[0-9A-Fa-f]{32}" // trace id
            + "|[0-7][0-9A-HJKMNP-TV-Z]{25})"); // ULID
    private static final Context.Key<String> CURRENT = Context.key("request-id");

    RequestId() {}

    /// The id of the call that this code runs for.
    ///
    /// @throws IllegalStateException outside a call
    public static String current() {
        var id = CURRENT.get();
        if (id == null) {
            throw new IllegalStateException("not inside a call");
        }
        return id;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var id = choose(headers.get(HEADER));
        return Contexts.interceptCall(
                Context.current().withValue(CURRENT, id), new NamedCall<>(call, id), headers, next);
    }

    private static String choose(@Nullable String offered) {
        return offered != null && FORM.matcher(offered).matches() ? offered : "request-id-" + UUID.randomUUID();
    }

    private static final class NamedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final String id;
        private boolean told;

        NamedCall(ServerCall<Q, R> call, String id) {
            super(call);
            this.id = id;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.put(HEADER, id);
            told = true;
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!told) {
                trailers.put(HEADER, id);
            }
            super.close(status, trailers);
        }
    }
}
