package dev.countersign.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Callers who each wait for their answer before they call again.
public final class ClosedLoop {

    private ClosedLoop() {}

    /// What a loop did, and how long it took from the first call to the last answer.
    public record Run(Tally tally, long nanos) {
        public double perSecond() {
            return tally.successes() * 1e9 / nanos;
        }
    }

    /// Calls for `time`, or until the target has nothing left.
    public static Run during(Duration time, int callers, Target target, Operation operation) {
        return run(callers, target, operation, time.toNanos(), Long.MAX_VALUE);
    }

    /// Calls so many times, or until the target has nothing left.
    public static Run times(long times, int callers, Target target, Operation operation) {
        return run(callers, target, operation, Long.MAX_VALUE / 2, times);
    }

    private static Run run(int callers, Target target, Operation operation, long nanos, long times) {
        var tally = new Tally();
        var calls = new AtomicLong(times);
        var over = new AtomicBoolean();
        var go = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        var begin = new AtomicLong();
        for (var i = 0; i < callers; i++) {
            threads.add(Thread.ofPlatform().name("caller-" + i).start(() -> {
                await(go);
                var deadline = begin.get() + nanos;
                while (!over.get() && System.nanoTime() < deadline && calls.getAndDecrement() > 0) {
                    if (!once(target, operation, System.nanoTime(), tally)) {
                        over.set(true);
                    }
                }
            }));
        }
        begin.set(System.nanoTime());
        go.countDown();
        threads.forEach(ClosedLoop::join);
        return new Run(tally, System.nanoTime() - begin.get());
    }

    static boolean once(Target target, Operation operation, long begin, Tally tally) {
        try {
            if (!target.once(operation)) {
                return false;
            }
            tally.succeeded(System.nanoTime() - begin);
        } catch (Exception e) {
            tally.failed(e);
        }
        return true;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted before the first call.", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while calls were under way.", e);
        }
    }
}
