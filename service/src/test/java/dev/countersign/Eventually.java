package dev.countersign;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what other threads do, with a limit.
final class Eventually {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    static <T> T gives(Supplier<T> look, Predicate<T> expected) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var seen = look.get();
            if (expected.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Still " + seen + " after " + LIMIT);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
