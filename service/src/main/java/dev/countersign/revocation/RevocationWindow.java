package dev.countersign.revocation;

import dev.countersign.revocation.RevocationLog.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The newest revocations, for all watchers of a process. Bounded: whoever falls behind further than it reaches reads
/// from the log.
final class RevocationWindow {

    /// Where the window is while nobody looks: behind everything.
    private static final long NOWHERE = Long.MAX_VALUE;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    private List<Revocation> recent = new ArrayList<>();

    /// Every revocation after this position, and up to `head`, is in the window.
    private long start = NOWHERE;

    private long head = NOWHERE;
    private long beats;
    private boolean closed;

    /// @param most how many revocations it holds
    RevocationWindow(int most) {
        this.most = most;
    }

    /// What a watcher sees next.
    ///
    /// @param beat the number of the last beat that came before
    record Sight(Look look, long beat) {}

    /// Begins anew after a position, with nothing.
    void reset(long position) {
        lock.lock();
        try {
            recent = new ArrayList<>();
            start = position;
            head = position;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody looks any more: until the next [#reset] this is nobody's source, for what comes now is not in it.
    void forget() {
        reset(NOWHERE);
    }

    long head() {
        lock.lock();
        try {
            return head;
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

    /// The tail has looked.
    void add(Look look) {
        lock.lock();
        try {
            head = look.position();
            recent.addAll(look.revocations());
            if (recent.size() > 2 * most) {
                var forgotten = recent.size() - most;
                start = recent.get(forgotten - 1).position();
                recent = new ArrayList<>(recent.subList(forgotten, recent.size()));
            }
            if (!look.revocations().isEmpty()) {
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The tail has looked, and it is time that everybody hears of it.
    void beat() {
        lock.lock();
        try {
            beats++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all waiting.
    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there are revocations after a position, or a beat that the watcher has not seen. After `patience` it
    /// gives what it has. Empty: the window does not reach back so far.
    Optional<Sight> after(long position, long seenBeat, int batch, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var nanos = patience.toNanos();
            while (start == NOWHERE && !closed && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            while (position >= start && !closed && beats <= seenBeat && next(position) == recent.size() && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            return position < start ? Optional.empty() : Optional.of(new Sight(look(position, batch), beats));
        } finally {
            lock.unlock();
        }
    }

    private Look look(long position, int batch) {
        var from = next(position);
        var to = Math.min(recent.size(), from + batch);
        return to < recent.size()
                ? new Look(recent.subList(from, to), recent.get(to - 1).position(), false)
                : new Look(recent.subList(from, to), Math.max(position, head), true);
    }

    /// The index of the first revocation after a position.
    private int next(long position) {
        var low = 0;
        var high = recent.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (recent.get(middle).position() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
