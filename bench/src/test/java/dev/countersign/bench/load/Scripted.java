package dev.countersign.bench.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A target that has so many phones for each operation, fails every so often, and stalls once.
final class Scripted implements Target {

    private final AtomicInteger left;
    private final int failEvery;
    private final Duration stall;
    private final AtomicInteger calls = new AtomicInteger();

    Scripted(int phones, int failEvery, Duration stall) {
        this.left = new AtomicInteger(phones);
        this.failEvery = failEvery;
        this.stall = stall;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public boolean offers(Operation operation) {
        return true;
    }

    @Override
    public int stock(Operation operation) {
        return left.get();
    }

    /// One at a time, so that a stall delays all.
    @Override
    public synchronized boolean once(Operation operation) throws InterruptedException {
        if (left.getAndDecrement() <= 0) {
            return false;
        }
        var call = calls.incrementAndGet();
        if (call == 1) {
            Thread.sleep(stall);
        }
        if (failEvery > 0 && call % failEvery == 0) {
            throw new IllegalStateException("as the script says");
        }
        return true;
    }

    @Override
    public void settle() {}

    @Override
    public void close() {}
}
