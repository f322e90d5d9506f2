package dev.countersign.audit;

import dev.countersign.ledger.LedgerPlaces;
import dev.countersign.project.ProjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks how far the ledgers have come that somebody watches, once for all watchers of the process.
final class AuditTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTail.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final LedgerPlaces places;
    private final Supplier<Set<String>> watched;
    private final Runnable beforeBeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private Map<String, Long> sizes = Map.of();
    private long beats;
    private boolean closed;
    private boolean failing;

    /// @param watched the ledgers that somebody watches
    /// @param beforeBeat is run between a look and the beat that tells of it
    AuditTail(LedgerPlaces places, Supplier<Set<String>> watched, Runnable beforeBeat) {
        this.places = places;
        this.watched = watched;
        this.beforeBeat = beforeBeat;
        this.thread = Thread.ofPlatform().daemon().name("audit-tail").start(this::run);
    }

    /// What a watcher sees next.
    ///
    /// @param size of its ledger; the position it is at, if that is not known to have grown
    /// @param beat the number of the last beat
    record Sight(long size, long beat) {}

    /// Somebody watches, who did not before.
    void wake() {
        locked(change::signalAll);
    }

    /// Waits until a ledger is longer than this, or there is a beat that the watcher has not seen. After `patience` it
    /// gives what it has.
    Sight after(ProjectId project, long position, long seenBeat, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var nanos = patience.toNanos();
            while (!closed && beats <= seenBeat && size(project) <= position && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            return new Sight(Math.max(position, size(project)), beats);
        } finally {
            lock.unlock();
        }
    }

    /// How many beats there were.
    long beats() {
        lock.lock();
        try {
            return beats;
        } finally {
            lock.unlock();
        }
    }

    private long size(ProjectId project) {
        return sizes.getOrDefault(project.value(), 0L);
    }

    private void run() {
        var beaten = System.nanoTime();
        try {
            while (awaitWatchers()) {
                var isTime = System.nanoTime() - beaten >= BEAT.toNanos();
                look(isTime);
                if (isTime) {
                    beaten = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False: it is over.
    private boolean awaitWatchers() throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                change.awaitNanos(PAUSE.toNanos());
            }
            while (!closed && watched.get().isEmpty()) {
                sizes = Map.of();
                change.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void look(boolean isTimeForBeat) {
        try {
            var found = places.sizes(watched.get());
            if (isTimeForBeat) {
                beforeBeat.run();
            }
            locked(() -> {
                beats += isTimeForBeat ? 1 : 0;
                if (isTimeForBeat || !found.equals(sizes)) {
                    sizes = found;
                    news.signalAll();
                }
            });
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("The ledgers cannot be followed; who watches them hears nothing until they can", e);
            }
            failing = true;
        }
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting; when this returns, nothing is read from the database any more.
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            change.signalAll();
            news.signalAll();
        });
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
