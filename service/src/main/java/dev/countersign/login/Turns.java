package dev.countersign.login;

import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets logins with one number follow one another within this process, so that they do not wear out their retries
/// against each other. Correctness rests on the store, which also decides between processes.
final class Turns {

    private static final int STRIPES = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    Turns() {
        for (var i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock(true);
        }
    }

    /// @throws Refusal `TOO_MANY_REQUESTS` if the turn does not come in 5 s
    <R> R take(NumberHash number, Supplier<R> work) {
        var turn = stripes[Math.floorMod(number.hashCode(), STRIPES)];
        if (!acquired(turn)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS).retryAfter(Duration.ofSeconds(1));
        }
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private static boolean acquired(ReentrantLock turn) {
        try {
            return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
