package dev.countersign.product;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what other processes do, with a limit.
final class Eventually {
    /// For what takes an instant on an idle machine.
    static final Duration SOON = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = 20_000_000;

    private Eventually() {}

    static <T> T gives(Duration limit, Supplier<T> look, Predicate<T> expected) {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var seen = look.get();
            if (expected.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Still " + seen + " after " + limit);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
