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

/// Calls the service on behalf of a client: its credentials and the request id go with each call.
record ServiceCalls(Channel channel, Duration deadline) {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> IDEMPOTENCY_KEY =
            Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

    /// Blocks until the answer is there. Throws `StatusRuntimeException` if it is a refusal, or does not come in time.
    Message call(MethodDescriptor<Message, Message> method, Message request, HttpCall call) {
        var headers = new Metadata();
        headers.put(REQUEST_ID, call.id().text());
        var credentials = call.credentials().revealForService();
        if (credentials != null) {
            headers.put(AUTHORIZATION, credentials);
        }
        IdempotencyKey.of(call.request().getHeaders()).ifPresent(key -> headers.put(IDEMPOTENCY_KEY, key));
        var options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
        var withHeaders = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        return ClientCalls.blockingUnaryCall(withHeaders, method, options, request);
    }
}
