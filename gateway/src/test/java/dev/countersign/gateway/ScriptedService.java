package dev.countersign.gateway;

import com.google.protobuf.Message;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.DeleteUserResponse;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import dev.countersign.v1.GetAuditorRequest;
import dev.countersign.v1.GetAuditorResponse;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.ListAuditEventsRequest;
import dev.countersign.v1.ListAuditEventsResponse;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappResponse;
import dev.countersign.v1.PasscodeServiceGrpc;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.RevokeSessionResponse;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendBySmsResponse;
import dev.countersign.v1.SendByWhatsappRequest;
import dev.countersign.v1.SendByWhatsappResponse;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.UserServiceGrpc;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A service that does what the test says: it gives one answer to every call, or fails it, and keeps what it
/// was asked.
final class ScriptedService implements AutoCloseable {
    /// How a call goes.
    interface Script {
        Message play(Message request) throws Exception;
    }

    /// What arrived.
    record Heard(Message request, Metadata headers) {
        @Nullable
        String header(String name) {
            return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
    }

    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Server server;
    private final HealthStatusManager health = new HealthStatusManager();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Script script = request -> {
        throw new IllegalStateException("No script");
    };

    ScriptedService() {
        this(0, InsecureServerCredentials.create());
    }

    ScriptedService(int port, ServerCredentials credentials) {
        try {
            server = Grpc.newServerBuilderForPort(port, credentials)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .intercept(new HeaderKeeper())
                    .addService(new Passcodes())
                    .addService(new Handset())
                    .addService(new Sessions())
                    .addService(new Users())
                    .addService(new Audit())
                    .addService(health.getHealthService())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    HealthStatusManager health() {
        return health;
    }

    ScriptedService plays(Script next) {
        script = next;
        return this;
    }

    ScriptedService answers(Message message) {
        return plays(request -> message);
    }

    ScriptedService fails(RuntimeException failure) {
        return plays(request -> {
            throw failure;
        });
    }

    /// The next call that arrived; waits for it a little.
    Heard heard() throws InterruptedException {
        var call = heard.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("The service was not called");
        }
        return call;
    }

    /// Waits until an export is over, however it ended.
    void awaitEndOfExport() throws InterruptedException {
        if (!ended.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("The export goes on");
        }
    }

    boolean heardNothing() {
        return heard.isEmpty();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends Message> void play(Message request, Class<T> type, StreamObserver<T> answer) {
        heard.add(new Heard(request, HEADERS.get()));
        try {
            answer.onNext(type.cast(script.play(request)));
            answer.onCompleted();
        } catch (Exception e) {
            answer.onError(e);
        }
    }

    private final class Passcodes extends PasscodeServiceGrpc.PasscodeServiceImplBase {
        @Override
        public void loginOrCreateBySms(
                LoginOrCreateBySmsRequest request, StreamObserver<LoginOrCreateBySmsResponse> answer) {
            play(request, LoginOrCreateBySmsResponse.class, answer);
        }

        @Override
        public void sendBySms(SendBySmsRequest request, StreamObserver<SendBySmsResponse> answer) {
            play(request, SendBySmsResponse.class, answer);
        }

        @Override
        public void loginOrCreateByWhatsapp(
                LoginOrCreateByWhatsappRequest request, StreamObserver<LoginOrCreateByWhatsappResponse> answer) {
            play(request, LoginOrCreateByWhatsappResponse.class, answer);
        }

        @Override
        public void sendByWhatsapp(SendByWhatsappRequest request, StreamObserver<SendByWhatsappResponse> answer) {
            play(request, SendByWhatsappResponse.class, answer);
        }

        @Override
        public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> answer) {
            play(request, AuthenticateResponse.class, answer);
        }
    }

    private final class Handset extends HandsetServiceGrpc.HandsetServiceImplBase {
        @Override
        public void listMessages(ListMessagesRequest request, StreamObserver<ListMessagesResponse> answer) {
            play(request, ListMessagesResponse.class, answer);
        }
    }

    private final class Sessions extends SessionServiceGrpc.SessionServiceImplBase {
        @Override
        public void authenticateSession(
                AuthenticateSessionRequest request, StreamObserver<AuthenticateSessionResponse> answer) {
            play(request, AuthenticateSessionResponse.class, answer);
        }

        @Override
        public void revokeSession(RevokeSessionRequest request, StreamObserver<RevokeSessionResponse> answer) {
            play(request, RevokeSessionResponse.class, answer);
        }
    }

    private final class Users extends UserServiceGrpc.UserServiceImplBase {
        @Override
        public void createUser(CreateUserRequest request, StreamObserver<CreateUserResponse> answer) {
            play(request, CreateUserResponse.class, answer);
        }

        @Override
        public void deleteUser(DeleteUserRequest request, StreamObserver<DeleteUserResponse> answer) {
            play(request, DeleteUserResponse.class, answer);
        }
    }

    /// Gives what the script gives again and again: as its next pieces, until that fails or gives an empty one.
    private final class Audit extends AuditServiceGrpc.AuditServiceImplBase {
        @Override
        public void getAuditor(GetAuditorRequest request, StreamObserver<GetAuditorResponse> answer) {
            play(request, GetAuditorResponse.class, answer);
        }

        @Override
        public void listAuditEvents(ListAuditEventsRequest request, StreamObserver<ListAuditEventsResponse> answer) {
            play(request, ListAuditEventsResponse.class, answer);
        }

        /// Gives what the script gives, again and again, until that fails.
        @Override
        public void watchAuditEvents(WatchAuditEventsRequest request, StreamObserver<WatchAuditEventsResponse> answer) {
            heard.add(new Heard(request, HEADERS.get()));
            var call = (ServerCallStreamObserver<WatchAuditEventsResponse>) answer;
            try {
                while (!call.isCancelled()) {
                    answer.onNext((WatchAuditEventsResponse) script.play(request));
                }
            } catch (Exception e) {
                answer.onError(e);
            } finally {
                ended.countDown();
            }
        }

        @Override
        public void exportAuditEvents(
                ExportAuditEventsRequest request, StreamObserver<ExportAuditEventsResponse> answer) {
            heard.add(new Heard(request, HEADERS.get()));
            var call = (ServerCallStreamObserver<ExportAuditEventsResponse>) answer;
            try {
                while (!call.isCancelled()) {
                    var piece = (ExportAuditEventsResponse) script.play(request);
                    if (piece.getBody().getData().isEmpty()) {
                        answer.onCompleted();
                        return;
                    }
                    answer.onNext(piece);
                }
            } catch (Exception e) {
                answer.onError(e);
            } finally {
                ended.countDown();
            }
        }
    }

    private static final class HeaderKeeper implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata received, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, received), call, received, next);
        }
    }
}
