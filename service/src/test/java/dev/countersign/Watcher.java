package dev.countersign;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.v1.RevokedSession;
import dev.countersign.v1.SessionServiceGrpc;
import dev.countersign.v1.WatchRevocationsRequest;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Somebody who watches revocations, and remembers what it was told.
final class Watcher
        implements ClientResponseObserver<WatchRevocationsRequest, WatchRevocationsResponse>, AutoCloseable {

    private final boolean patient;
    private final List<WatchRevocationsResponse> messages = new ArrayList<>();
    private final CompletableFuture<Optional<StatusRuntimeException>> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<WatchRevocationsRequest> call;

    private Watcher(boolean patient) {
        this.patient = patient;
    }

    static Watcher on(Channel channel, NewSecret who, String resumeToken) {
        return start(new Watcher(false), channel, who, resumeToken);
    }

    /// One that takes nothing before [#take].
    static Watcher patientOn(Channel channel, NewSecret who, String resumeToken) {
        return start(new Watcher(true), channel, who, resumeToken);
    }

    private static Watcher start(Watcher watcher, Channel channel, NewSecret who, String resumeToken) {
        SessionServiceGrpc.newStub(channel)
                .withInterceptors(TestService.showing(who))
                .watchRevocations(
                        WatchRevocationsRequest.newBuilder()
                                .setResumeToken(resumeToken)
                                .build(),
                        watcher);
        return watcher;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRevocationsRequest> started) {
        call = started;
        if (patient) {
            started.disableAutoRequestWithInitial(0);
        }
    }

    void take(int messages) {
        Objects.requireNonNull(call).request(messages);
    }

    @Override
    public synchronized void onNext(WatchRevocationsResponse message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Optional.of((StatusRuntimeException) failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Optional.empty());
    }

    synchronized int messages() {
        return messages.size();
    }

    /// The ids of all sessions that it was told of, in order.
    synchronized List<String> told() {
        return messages.stream()
                .flatMap(message -> message.getRevokedSessionsList().stream())
                .map(RevokedSession::getSessionId)
                .toList();
    }

    synchronized WatchRevocationsResponse firstMessage() {
        return messages.getFirst();
    }

    synchronized WatchRevocationsResponse lastMessage() {
        return messages.getLast();
    }

    String lastToken() {
        return lastMessage().getResumeToken();
    }

    /// Waits until it knows where it is.
    Watcher begun() {
        Eventually.gives(this::messages, count -> count > 0);
        return this;
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /// How the call failed; empty: it ended in peace.
    Optional<StatusRuntimeException> end() {
        Eventually.gives(end::isDone, done -> done);
        return end.join();
    }

    @Override
    public void close() {
        Objects.requireNonNull(call).cancel("enough", null);
    }
}
