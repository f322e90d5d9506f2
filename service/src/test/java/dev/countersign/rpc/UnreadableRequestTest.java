package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.PasscodeServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What gRPC itself would refuse in words of its own.
class UnreadableRequestTest {
    private static final String LOGIN =
            PasscodeServiceGrpc.getLoginOrCreateBySmsMethod().getFullMethodName();
    private static final byte[] PHONE = DoorSteps.LOGIN.toByteArray();

    private final DoorSteps door = new DoorSteps();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void bytesThatAreNoMessageAreABadRequest() {
        var noMessage = "this is no protobuf".getBytes(StandardCharsets.UTF_8);

        assertThat(reasonOf(() -> unary(LOGIN, noMessage, CallOptions.DEFAULT))).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aRequestAboveTheLimitIsTooLarge() {
        var tooLarge = padded(Door.REQUEST_LIMIT + 1);

        var failure = failureOf(() -> unary(LOGIN, tooLarge, CallOptions.DEFAULT));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(Answers.info(failure).getReason()).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void aRequestThatUnpacksAboveTheLimitIsTooLarge() {
        var bomb = padded(100 * Door.REQUEST_LIMIT);

        assertThat(reasonOf(() -> unary(LOGIN, bomb, CallOptions.DEFAULT.withCompression("gzip"))))
                .isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void aCompressedRequestWithinTheLimitIsServed() {
        assertThat(unary(LOGIN, PHONE, CallOptions.DEFAULT.withCompression("gzip")))
                .isEmpty();
    }

    @Test
    void aCallWithoutARequestIsABadRequest() {
        assertThat(reasonOf(this::callWithoutRequest)).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aMethodThatDoesNotExistIsNoRouteForAnybody() {
        var anybody = ClientInterceptors.intercept(door.channel, new ErrorConformance());

        assertThat(reasonOf(() -> unary(anybody, "countersign.v1.PasscodeService/Guess", PHONE)))
                .isEqualTo("ROUTE_NOT_FOUND");
        assertThat(reasonOf(() -> unary(anybody, "no/such", PHONE))).isEqualTo("ROUTE_NOT_FOUND");
    }

    private byte[] unary(String method, byte[] request, CallOptions options) {
        return ClientCalls.blockingUnaryCall(caller(), method(method, MethodType.UNARY), options, request);
    }

    private static byte[] unary(Channel channel, String method, byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, method(method, MethodType.UNARY), CallOptions.DEFAULT, request);
    }

    private void callWithoutRequest() throws Exception {
        var end = new CompletableFuture<byte[]>();
        var call = caller().newCall(method(LOGIN, MethodType.CLIENT_STREAMING), CallOptions.DEFAULT);
        ClientCalls.asyncClientStreamingCall(call, new End(end)).onCompleted();
        try {
            end.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw (StatusRuntimeException) failed.getCause();
        }
    }

    private Channel caller() {
        return ClientInterceptors.intercept(
                door.channel,
                DoorSteps.sending("authorization", DoorSteps.basic(DoorSteps.PROJECT.value() + ":" + DoorSteps.SECRET)),
                new ErrorConformance());
    }

    private static byte[] padded(int size) {
        return Arrays.copyOf(PHONE, size);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(type)
                .setFullMethodName(name)
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private record End(CompletableFuture<byte[]> response) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] value) {
            response.complete(value);
        }

        @Override
        public void onError(Throwable problem) {
            response.completeExceptionally(problem);
        }

        @Override
        public void onCompleted() {
            response.completeExceptionally(new AssertionError("no response"));
        }
    }
}
