package dev.countersign.revocation;

import dev.countersign.v1.RevokedSession;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A caller whose readiness tests decide.
final class RecordedResponses extends ServerCallStreamObserver<WatchRevocationsResponse> {
    private final List<WatchRevocationsResponse> messages = new CopyOnWriteArrayList<>();
    private volatile boolean ready;
    private volatile boolean cancelled;
    private volatile boolean completed;
    private volatile @Nullable Throwable failure;
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};

    /// Takes messages from now on, or none.
    void ready(boolean isReady) {
        ready = isReady;
        if (isReady) {
            onReady.run();
        }
    }

    void cancel() {
        cancelled = true;
        onCancel.run();
    }

    List<WatchRevocationsResponse> messages() {
        return messages;
    }

    List<String> told() {
        return messages.stream()
                .flatMap(message -> message.getRevokedSessionsList().stream())
                .map(RevokedSession::getSessionId)
                .toList();
    }

    boolean isCompleted() {
        return completed;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void onNext(WatchRevocationsResponse message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable problem) {
        failure = problem;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
}
