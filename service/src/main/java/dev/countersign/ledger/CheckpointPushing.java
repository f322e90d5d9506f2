package dev.countersign.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings checkpoints to one place as they are signed, and tries again until they are there: at first after a second,
/// later after a minute. Holds up nothing else, however long the place is out of reach.
public final class CheckpointPushing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPushing.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final CheckpointPush push;
    private final String target;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopping;

    public CheckpointPushing(CheckpointPush push, String target) {
        this.push = push;
        this.target = target;
        this.thread = Thread.ofVirtual().name("checkpoint-push").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        var pause = PAUSE;
        try {
            while (awaitNext(pause)) {
                pause = pushAll(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return how long to wait
    private Duration pushAll(Duration before) throws InterruptedException {
        try {
            while (push.push() > 0) {
                Thread.onSpinWait();
            }
            return PAUSE;
        } catch (IOException | RuntimeException e) {
            if (before.equals(PAUSE)) {
                LOG.warn("Checkpoints cannot be brought to {}; they wait until they can: {}", target, e.toString());
            }
            var longer = before.multipliedBy(2);
            return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        }
    }

    /// False: it is time to stop.
    private boolean awaitNext(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            var left = pause.toNanos();
            while (!stopping && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isAlive() && !thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
