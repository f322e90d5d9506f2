package dev.countersign.rpc;

import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An expected no. RPC classes throw it; the caller gets the answer that `error_reason.proto` has for the reason.
///
/// It is cheap (no stack trace) and never changes. Whatever is put in is shown to the caller and may be logged: no
/// secret and no personal datum belongs here.
public final class Refusal extends RuntimeException {
    private final ErrorReason reason;
    private final Map<String, String> metadata;
    private final @Nullable Duration retryDelay;

    private Refusal(ErrorReason reason, Map<String, String> metadata, @Nullable Duration retryDelay) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.metadata = metadata;
        this.retryDelay = retryDelay;
    }

    public static Refusal of(ErrorReason reason) {
        return new Refusal(reason, Map.of(), null);
    }

    /// The same refusal with one more fact for programs, such as `attempts_left`.
    public Refusal with(String key, String value) {
        var extended = new LinkedHashMap<>(metadata);
        extended.put(key, value);
        return new Refusal(reason, Map.copyOf(extended), retryDelay);
    }

    /// The same refusal, telling the caller not to come back before this time has passed.
    public Refusal retryAfter(Duration delay) {
        return new Refusal(reason, metadata, delay);
    }

    public ErrorReason reason() {
        return reason;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /// Empty: coming back later does not help, or nobody knows when it would.
    public Optional<Duration> retryDelay() {
        return Optional.ofNullable(retryDelay);
    }
}
