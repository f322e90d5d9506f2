package dev.countersign.revocation;

import com.google.protobuf.Timestamp;
import dev.countersign.project.ProjectId;
import dev.countersign.revocation.RevocationLog.Look;
import dev.countersign.revocation.RevocationWindow.Sight;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.RevokedSession;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One watcher: a caller who is told of its project's revocations, at its own pace.
///
/// It remembers a position and nothing else, however slow the caller is.
final class Watch {

    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Caller caller;
    private final RevocationWindow window;
    private final Catching catching;
    private final ResumeTokens tokens;
    private final ServerCallStreamObserver<WatchRevocationsResponse> responses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    private boolean cancelled;
    private volatile boolean stopped;
    private volatile boolean stranger;

    /// Reads what the window no longer has.
    interface Catching {
        Look after(long position, int most) throws InterruptedException;
    }

    Watch(
            Caller caller,
            RevocationWindow window,
            Catching catching,
            ResumeTokens tokens,
            ServerCallStreamObserver<WatchRevocationsResponse> responses) {
        this.caller = caller;
        this.window = window;
        this.catching = catching;
        this.tokens = tokens;
        this.responses = responses;
        responses.setOnReadyHandler(this::wake);
        responses.setOnCancelHandler(() -> {
            lock.lock();
            try {
                cancelled = true;
                ready.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    Caller caller() {
        return caller;
    }

    private void wake() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The process ends: so does the call, in peace.
    void stop() {
        stopped = true;
        wake();
    }

    /// The caller's secret was revoked.
    void dismiss() {
        stranger = true;
        wake();
    }

    /// Tells until the caller has gone, or something ends the call.
    void run(long from) {
        try {
            tell(from);
            if (!isCancelled()) {
                responses.onCompleted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            responses.onError(Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE));
        } catch (RuntimeException e) {
            responses.onError(e);
        }
    }

    /// The first look is a message in any case, so that the caller knows where it is.
    private void tell(long from) throws InterruptedException {
        var beat = window.beats();
        if (!awaitReady()) {
            return;
        }
        var look = catching.after(from, BATCH);
        responses.onNext(message(own(look), look));
        while (awaitReady()) {
            var sight = sight(look.position(), beat);
            look = sight.look();
            var own = own(look);
            if (!own.isEmpty() || sight.beat() > beat) {
                responses.onNext(message(own, look));
            }
            beat = sight.beat();
        }
    }

    /// From the window, if it reaches back so far.
    private Sight sight(long position, long beat) throws InterruptedException {
        var sight = window.after(position, beat, BATCH, PATIENCE);
        return sight.isPresent() ? sight.get() : new Sight(catching.after(position, BATCH), beat);
    }

    /// False: there is nobody left to tell.
    private boolean awaitReady() throws InterruptedException {
        lock.lock();
        try {
            while (!cancelled && !stopped && !stranger && !responses.isReady()) {
                ready.await();
            }
            if (stranger) {
                throw Refusal.of(ErrorReason.ERROR_REASON_UNAUTHORIZED_CREDENTIALS);
            }
            return !cancelled && !stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    private List<Revocation> own(Look look) {
        return look.revocations().stream()
                .filter(revocation -> revocation.project().equals(project()))
                .toList();
    }

    private WatchRevocationsResponse message(List<Revocation> revocations, Look look) {
        var message = WatchRevocationsResponse.newBuilder()
                .setResumeToken(tokens.write(look.position(), project()))
                .setCaughtUp(look.isComplete());
        for (var revocation : revocations) {
            message.addRevokedSessions(RevokedSession.newBuilder()
                    .setSessionId(revocation.session().value())
                    .setUserId(revocation.user().value())
                    .setRevokedAt(timestamp(revocation.at())));
        }
        return message.build();
    }

    private ProjectId project() {
        return caller.project();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
