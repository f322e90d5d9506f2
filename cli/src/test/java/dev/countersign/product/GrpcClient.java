package dev.countersign.product;

import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.GetJwksRequest;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.JsonWebKey;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.RevokeSessionResponse;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.countersign.v1.UserServiceGrpc;
import dev.countersign.v1.UserServiceGrpc.UserServiceBlockingStub;
import dev.countersign.v1.WatchRevocationsRequest;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Calls a service as another back end would.
final class GrpcClient implements AutoCloseable {
    /// No test outlives its code.
    private static final int LIFETIME_MINUTES = 10;

    private static final int SESSION_MINUTES = 60;
    private static final long DEADLINE_SECONDS = 60;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    /// Without credentials.
    GrpcClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    GrpcClient(int port, Credentials credentials) {
        this(port);
        headers.put(AUTHORIZATION, credentials.basic());
    }

    ManagedChannel channel() {
        return channel;
    }

    LoginOrCreateBySmsResponse login(String number) {
        return passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setExpirationMinutes(LIFETIME_MINUTES)
                        .build());
    }

    AuthenticateResponse authenticate(String phoneId, String code) {
        return passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phoneId)
                        .setCode(code)
                        .build());
    }

    /// Newest first.
    List<HandsetMessage> messagesTo(String number) {
        return HandsetServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .listMessages(
                        ListMessagesRequest.newBuilder().setPhoneNumber(number).build())
                .getMessagesList();
    }

    /// Logs in with a session that lasts long enough for any test.
    AuthenticateResponse authenticateForSession(String phoneId, String code) {
        return passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phoneId)
                        .setCode(code)
                        .setSessionDurationMinutes(SESSION_MINUTES)
                        .build());
    }

    AuthenticateSessionResponse check(AuthenticateSessionRequest.Builder request) {
        return sessions().authenticateSession(request.build());
    }

    AuthenticateSessionResponse checkToken(String token) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionToken(token));
    }

    AuthenticateSessionResponse checkJwt(String jwt) {
        return check(AuthenticateSessionRequest.newBuilder().setSessionJwt(jwt));
    }

    List<JsonWebKey> keys(String project) {
        return SessionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getJwks(GetJwksRequest.newBuilder().setProjectId(project).build())
                .getKeysList();
    }

    RevokeSessionResponse revoke(String token) {
        return sessions()
                .revokeSession(
                        RevokeSessionRequest.newBuilder().setSessionToken(token).build());
    }

    /// Watches revocations until the channel is shut down.
    void watch(String resumeToken, StreamObserver<WatchRevocationsResponse> observer) {
        SessionServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .watchRevocations(
                        WatchRevocationsRequest.newBuilder()
                                .setResumeToken(resumeToken)
                                .build(),
                        observer);
    }

    PasscodeServiceBlockingStub passcodes() {
        return PasscodeServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    UserServiceBlockingStub users() {
        return UserServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private SessionServiceBlockingStub sessions() {
        return SessionServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
