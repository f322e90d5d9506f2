package dev.countersign.people;

import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import io.grpc.Context;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a search may go on: five seconds, and no longer than somebody waits for its answer.
public final class Patience {

    private static final Duration MOST = Duration.ofSeconds(5);

    private final Context call;
    private final LongSupplier nanos;
    private final long begin;

    /// @param nanos the time, as [System#nanoTime] has it
    Patience(Context call, LongSupplier nanos) {
        this.call = call;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /// Begins now. A call that is given up, or whose deadline is over, ends it.
    static Patience ofThisCall() {
        return new Patience(Context.current(), System::nanoTime);
    }

    /// To be asked before each step that takes time.
    ///
    /// @throws Refusal `SEARCH_TIMEOUT` once it is at its end
    void check() {
        if (call.isCancelled() || left() <= 0) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SEARCH_TIMEOUT);
        }
    }

    /// What a query may take, in whole seconds, rounded up.
    ///
    /// @throws Refusal `SEARCH_TIMEOUT` once it is at its end
    int secondsLeft() {
        check();
        return Math.toIntExact(Math.ceilDiv(Math.max(1, left()), 1_000_000_000L));
    }

    private long left() {
        return MOST.toNanos() - (nanos.getAsLong() - begin);
    }
}
