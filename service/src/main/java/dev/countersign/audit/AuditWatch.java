package dev.countersign.audit;

import dev.countersign.audit.AuditPages.Page;
import dev.countersign.privacy.IpAddress;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.trail.AddressHash;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One watcher: a caller who is told of its project's entries, at its own pace.
///
/// It remembers the number of the next entry and nothing else, however slow the caller is.
final class AuditWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Caller caller;
    private final Wanted wanted;
    private final Function<IpAddress, AddressHash> hashing;
    private final boolean isRevealed;
    private final AuditTail tail;
    private final AuditPages pages;
    private final ServerCallStreamObserver<WatchAuditEventsResponse> responses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    private volatile long told;
    private boolean cancelled;
    private boolean stopped;
    private boolean stranger;

    AuditWatch(
            Caller caller,
            Wanted wanted,
            Function<IpAddress, AddressHash> hashing,
            boolean isRevealed,
            AuditTail tail,
            AuditPages pages,
            ServerCallStreamObserver<WatchAuditEventsResponse> responses) {
        this.caller = caller;
        this.wanted = wanted;
        this.hashing = hashing;
        this.isRevealed = isRevealed;
        this.tail = tail;
        this.pages = pages;
        this.responses = responses;
        responses.setOnReadyHandler(() -> change(() -> {}));
        responses.setOnCancelHandler(() -> change(() -> cancelled = true));
    }

    Caller caller() {
        return caller;
    }

    /// How many entries the caller was told.
    long told() {
        return told;
    }

    /// The process ends: so does the call, in peace.
    void stop() {
        change(() -> stopped = true);
    }

    /// The caller's secret was revoked.
    void dismiss() {
        change(() -> stranger = true);
    }

    private void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Tells until the caller has gone, or something ends the call.
    ///
    /// @param size of the ledger, at least
    void run(long from, long size) {
        try {
            tell(from, size);
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
    private void tell(long from, long knownSize) throws InterruptedException {
        var next = from;
        var beat = -1L;
        while (awaitReady()) {
            var sight = tail.after(caller.project(), next, beat, PATIENCE);
            var size = Math.max(sight.size(), knownSize);
            var page = size > next ? pages.read(caller.project(), next, size) : new Page(List.of(), next);
            next = page.next();
            var own = page.entries().stream()
                    .filter(entry -> wanted.matches(entry, hashing))
                    .map(isRevealed ? Told::revealed : Told::event)
                    .toList();
            told += own.size();
            if (!own.isEmpty() || sight.beat() > beat) {
                responses.onNext(message(own, next, next == size));
            }
            beat = sight.beat();
        }
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

    private static WatchAuditEventsResponse message(List<AuditEvent> events, long next, boolean isAll) {
        return WatchAuditEventsResponse.newBuilder()
                .addAllEvents(events)
                .setNextEntry(next)
                .setCaughtUp(isAll)
                .build();
    }
}
