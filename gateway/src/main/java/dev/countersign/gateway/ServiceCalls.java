package dev.countersign.gateway;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Calls the service on behalf of a client: its credentials, its address and the request id go with each call.
public record ServiceCalls(Channel channel, Duration deadline) {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> FORWARDED_FOR =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> IDEMPOTENCY_KEY =
            Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

    /// Blocks until the answer is there. Throws `StatusRuntimeException` if it is a refusal, or does not come
    /// in time.
    Message call(MethodDescriptor<Message, Message> method, Message request, HttpCall call) {
        var headers = headers(call.credentials(), call);
        IdempotencyKey.of(call.request().getHeaders()).ifPresent(key -> headers.put(IDEMPOTENCY_KEY, key));
        var options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return ClientCalls.blockingUnaryCall(with(headers), method, options, request);
    }

    /// The channel, for what is called with these credentials to answer a request.
    public Channel as(Credentials credentials, HttpCall call) {
        return with(headers(credentials, call));
    }

    private static Metadata headers(Credentials credentials, HttpCall call) {
        var headers = new Metadata();
        headers.put(REQUEST_ID, call.id().text());
        if (!call.client().isEmpty()) {
            headers.put(FORWARDED_FOR, call.client());
        }
        var authorization = credentials.revealForService();
        if (authorization != null) {
            headers.put(AUTHORIZATION, authorization);
        }
        return headers;
    }

    private Channel with(Metadata headers) {
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
