package dev.countersign.revocation;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for new revocations while somebody watches, once for all watchers of the process.
final class RevocationTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationTail.class);
    private static final int BATCH = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final RevocationLog log;
    private final RevocationWindow window;
    private final BooleanSupplier isWatched;
    private final Runnable beforeBeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Thread thread;
    private boolean closed;
    private boolean failing;

    /// @param beforeBeat is run between a look and the beat that tells of it
    RevocationTail(RevocationLog log, RevocationWindow window, BooleanSupplier isWatched, Runnable beforeBeat) {
        this.log = log;
        this.window = window;
        this.isWatched = isWatched;
        this.beforeBeat = beforeBeat;
        this.thread = Thread.ofPlatform().daemon().name("revocations").start(this::run);
    }

    /// Somebody watches, who did not before.
    void wake() {
        lock.lock();
        try {
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitWatchers()) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False: it is over.
    private boolean awaitWatchers() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !isWatched.getAsBoolean()) {
                change.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// What came before it began stays in the log, and so does what comes after it ended.
    private void follow() throws InterruptedException {
        try {
            lookWhileWatched();
        } finally {
            window.forget();
        }
    }

    private void lookWhileWatched() throws InterruptedException {
        var begun = false;
        var beaten = System.nanoTime();
        while (isWatched.getAsBoolean() && !isClosed()) {
            var complete = true;
            try {
                if (begun) {
                    complete = look();
                } else {
                    window.reset(log.head());
                    begun = true;
                }
                if (complete && System.nanoTime() - beaten >= BEAT.toNanos()) {
                    beforeBeat.run();
                    window.beat();
                    beaten = System.nanoTime();
                }
                failing = false;
            } catch (RuntimeException e) {
                complain(e);
            }
            if (complete) {
                pause();
            }
        }
    }

    /// True if nothing is left.
    private boolean look() {
        var look = log.after(window.head(), BATCH);
        window.add(look);
        return look.isComplete();
    }

    /// Once for each time that the database is away.
    private void complain(RuntimeException failure) {
        if (!failing) {
            LOG.warn("Revocations cannot be followed; watchers hear nothing until they can", failure);
        }
        failing = true;
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                change.awaitNanos(PAUSE.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Stops looking; when this returns, nothing reads from the database any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
