package dev.countersign.rpc;

import dev.countersign.config.Networks;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import dev.countersign.project.ProjectSecrets;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.HandsetServiceGrpc.HandsetServiceImplBase;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.countersign.v1.SessionServiceGrpc.SessionServiceImplBase;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real server on loopback with scripted services behind the real door, and a caller before it.
final class DoorSteps implements AutoCloseable {
    static final ProjectId PROJECT = ProjectId.parse("project-test-11111111-1111-4111-8111-111111111111");
    static final String SECRET = "secret-test-of-the-project";
    static final SecretId SECRET_ID = SecretId.parse("secret-test-11111111-1111-4111-8111-111111111111");
    static final int PLACES = 4;
    static final LoginOrCreateBySmsRequest LOGIN = LoginOrCreateBySmsRequest.newBuilder()
            .setPhoneNumber("+12025550162")
            .build();

    final ScriptedPasscodes passcodes = new ScriptedPasscodes();
    final RecordingMetrics metrics = new RecordingMetrics();
    final List<RefusedCall> refused = new CopyOnWriteArrayList<>();
    final GrpcServer server;
    final ManagedChannel channel;

    DoorSteps() {
        server = new GrpcServer(loopback(), door(), List.of(passcodes, new SilentSessions(), new SilentHandset()));
        server.start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    /// A door that knows one project with one secret.
    Door door() {
        ProjectSecrets secrets = (project, secret) -> project.equals(PROJECT)
                        && secret.hash().matches(ProjectSecret.of(SECRET).hash())
                ? Optional.of(new ProjectSecrets.Holder(SECRET_ID, SecretRole.APPLICATION))
                : Optional.empty();
        return new Door(
                PLACES,
                secrets,
                Unreachable.class::isInstance,
                metrics,
                refused::add,
                Networks.parse("127.0.0.0/8, ::1"));
    }

    static Endpoint loopback() {
        return new Endpoint(
                "127.0.0.1", 0, 1000, Optional.empty(), false, Optional.empty(), Networks.parse("127.0.0.0/8, ::1"));
    }

    /// A caller with the right credentials.
    PasscodeServiceBlockingStub caller() {
        return anybody().withInterceptors(sending("authorization", basic(PROJECT.value() + ":" + SECRET)));
    }

    /// A caller without credentials.
    PasscodeServiceBlockingStub anybody() {
        return PasscodeServiceGrpc.newBlockingStub(channel)
                .withInterceptors(new ErrorConformance())
                .withDeadlineAfter(Duration.ofSeconds(20));
    }

    /// A caller of the sessions, with the right credentials.
    SessionServiceBlockingStub sessions() {
        return SessionServiceGrpc.newBlockingStub(channel)
                .withInterceptors(
                        new ErrorConformance(), sending("authorization", basic(PROJECT.value() + ":" + SECRET)))
                .withDeadlineAfter(Duration.ofSeconds(20));
    }

    /// A caller of the handset, without credentials.
    HandsetServiceGrpc.HandsetServiceBlockingStub handset() {
        return HandsetServiceGrpc.newBlockingStub(channel)
                .withInterceptors(new ErrorConformance())
                .withDeadlineAfter(Duration.ofSeconds(20));
    }

    static ClientInterceptor sending(String header, String value) {
        var metadata = new Metadata();
        metadata.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }

    static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
    }

    /// What a store throws that cannot be reached.
    static final class Unreachable extends UncheckedIOException {
        Unreachable() {
            super(new IOException("connection to db.internal:5432 refused"));
        }
    }

    /// Only the rules before it are tried out: a call that gets through is not implemented.
    private static final class SilentSessions extends SessionServiceImplBase {}

    private static final class SilentHandset extends HandsetServiceImplBase {
        @Override
        public void listMessages(ListMessagesRequest request, StreamObserver<ListMessagesResponse> observer) {
            observer.onNext(ListMessagesResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
