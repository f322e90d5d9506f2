package dev.countersign.bench.driver;

import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Logins over gRPC, on a few connections in turn.
public final class GrpcLogins implements Logins {

    private static final int CONNECTIONS = 4;
    private static final int SESSION_MINUTES = 60;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<ManagedChannel> channels;
    private final List<PasscodeServiceBlockingStub> stubs;
    private final List<SessionServiceBlockingStub> sessions;
    private final AtomicInteger turn = new AtomicInteger();

    /// @param authorization the header with the project's credentials
    public GrpcLogins(int port, String authorization) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, authorization);
        channels = Stream.generate(() -> channel(port)).limit(CONNECTIONS).toList();
        stubs = channels.stream()
                .map(channel -> PasscodeServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)))
                .toList();
        sessions = channels.stream()
                .map(channel -> SessionServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)))
                .toList();
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @Override
    public String start(String number, int expirationMinutes) {
        return stub().loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setExpirationMinutes(expirationMinutes)
                        .build())
                .getPhoneId();
    }

    @Override
    public void finish(String phoneId, String code) {
        var answer = stub().authenticate(AuthenticateRequest.newBuilder()
                .setMethodId(phoneId)
                .setCode(code)
                .build());
        if (!answer.getMethodId().equals(phoneId)) {
            throw new IllegalStateException("The answer is for another phone.");
        }
    }

    @Override
    public String finishWithSession(String phoneId, String code) {
        return stub().authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phoneId)
                        .setCode(code)
                        .setSessionDurationMinutes(SESSION_MINUTES)
                        .build())
                .getSessionToken();
    }

    @Override
    public String check(String token, boolean isSigned) {
        var answer = sessions.get(turn())
                .authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .setOmitSessionJwt(!isSigned)
                        .build());
        if (!answer.getSessionToken().equals(token) || answer.getSessionJwt().isEmpty() == isSigned) {
            throw new IllegalStateException("The answer is for another session, or lacks its JWT.");
        }
        return answer.getSessionJwt();
    }

    private PasscodeServiceBlockingStub stub() {
        return stubs.get(turn());
    }

    private int turn() {
        return Math.floorMod(turn.getAndIncrement(), CONNECTIONS);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        channels.forEach(GrpcLogins::awaitEnd);
    }

    private static void awaitEnd(ManagedChannel channel) {
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
