package dev.countersign.bench.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Calls that come at their own pace, whether or not those before them were answered, as they do in life.
///
/// A latency counts from the moment at which the call was due. So a stall shows in every call that it delayed, those
/// too that could not be begun meanwhile (no coordinated omission).
public final class OpenLoop {

    private OpenLoop() {}

    /// Calls `perSecond` times a second for `time`.
    public static ClosedLoop.Run during(Duration time, double perSecond, Target target, Operation operation) {
        var tally = new Tally();
        var begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = Math.round(perSecond * time.toMillis() / 1e3);
            for (var call = 0L; call < calls; call++) {
                var due = begin + Math.round(call * 1e9 / perSecond);
                waitUntil(due);
                threads.execute(() -> ClosedLoop.once(target, operation, due, tally));
            }
        }
        return new ClosedLoop.Run(tally, System.nanoTime() - begin);
    }

    private static void waitUntil(long due) {
        for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
