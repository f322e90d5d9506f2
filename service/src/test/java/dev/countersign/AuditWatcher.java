package dev.countersign;

import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
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

/// Somebody who watches the audit trail, and remembers what it was told.
final class AuditWatcher
        implements ClientResponseObserver<WatchAuditEventsRequest, WatchAuditEventsResponse>, AutoCloseable {

    private final boolean patient;
    private final List<WatchAuditEventsResponse> messages = new ArrayList<>();
    private final CompletableFuture<Optional<StatusRuntimeException>> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<WatchAuditEventsRequest> call;

    private AuditWatcher(boolean patient) {
        this.patient = patient;
    }

    static AuditWatcher on(Channel channel, NewSecret who, WatchAuditEventsRequest request) {
        return start(new AuditWatcher(false), channel, who, request);
    }

    /// One that takes nothing before [#take].
    static AuditWatcher patientOn(Channel channel, NewSecret who, WatchAuditEventsRequest request) {
        return start(new AuditWatcher(true), channel, who, request);
    }

    private static AuditWatcher start(
            AuditWatcher watcher, Channel channel, NewSecret who, WatchAuditEventsRequest request) {
        AuditServiceGrpc.newStub(channel)
                .withInterceptors(TestService.showing(who))
                .watchAuditEvents(request, watcher);
        return watcher;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchAuditEventsRequest> started) {
        call = started;
        if (patient) {
            started.disableAutoRequestWithInitial(0);
        }
    }

    void take(int messages) {
        Objects.requireNonNull(call).request(messages);
    }

    @Override
    public synchronized void onNext(WatchAuditEventsResponse message) {
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

    synchronized List<AuditEvent> told() {
        return messages.stream()
                .flatMap(message -> message.getEventsList().stream())
                .toList();
    }

    List<Long> entries() {
        return told().stream().map(AuditEvent::getEntry).toList();
    }

    List<String> types() {
        return told().stream().map(AuditEvent::getType).toList();
    }

    synchronized WatchAuditEventsResponse lastMessage() {
        return messages.getLast();
    }

    /// Waits until it knows where it is.
    AuditWatcher begun() {
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
