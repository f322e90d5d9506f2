package dev.countersign.bench.driver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A phone of somebody who logs in.
final class Phone {

    /// A code that is older might die on its way back.
    private static final long FRESH_NANOS = Duration.ofMinutes(8).toNanos();

    private final String number;
    private volatile @Nullable String id;
    private volatile @Nullable Message message;

    private record Message(String code, long receivedNanos) {}

    Phone(String number) {
        this.number = number;
    }

    String number() {
        return number;
    }

    void registered(String phoneId) {
        id = phoneId;
    }

    String id() {
        var known = id;
        if (known == null) {
            throw new IllegalStateException("The phone was never registered.");
        }
        return known;
    }

    void receive(String code) {
        message = new Message(code, System.nanoTime());
    }

    /// Whether the code that came last is too old to be entered.
    boolean isStale() {
        var received = message;
        return received != null && System.nanoTime() - received.receivedNanos() > FRESH_NANOS;
    }

    /// The code that came last. It is not there any more afterwards.
    String takeCode() {
        var received = message;
        if (received == null) {
            throw new IllegalStateException("No code has come.");
        }
        message = null;
        return received.code();
    }
}
