package dev.countersign.rpc;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Remembers the calls that ended.
final class RecordingMetrics implements CallMetrics {
    private final BlockingQueue<Ended> calls = new LinkedBlockingQueue<>();

    @Override
    public void ended(String method, Status.Code code, Duration took) {
        calls.add(new Ended(method, code));
    }

    /// The next call that ended, waiting for it for a while.
    Ended next() throws InterruptedException {
        var ended = calls.poll(10, TimeUnit.SECONDS);
        if (ended == null) {
            throw new AssertionError("no call has ended");
        }
        return ended;
    }

    List<Ended> rest() {
        return List.copyOf(calls);
    }

    record Ended(String method, Status.Code code) {}
}
