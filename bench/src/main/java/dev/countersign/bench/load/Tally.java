package dev.countersign.bench.load;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What the callers of one round saw.
public final class Tally {

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Histogram latencies = new ConcurrentHistogram(1_000, LONGEST_NANOS, 3);
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    void succeeded(long nanos) {
        latencies.recordValue(Math.clamp(nanos, 1, LONGEST_NANOS));
    }

    void failed(Exception failure) {
        failures.increment();
        firstFailure.compareAndSet(null, failure);
    }

    /// In nanoseconds; of successes only.
    public Histogram latencies() {
        return latencies;
    }

    public long successes() {
        return latencies.getTotalCount();
    }

    public long failures() {
        return failures.sum();
    }

    public @Nullable Exception firstFailure() {
        return firstFailure.get();
    }
}
