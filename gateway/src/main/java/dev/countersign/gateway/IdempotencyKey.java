package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/// The header `Idempotency-Key` on its way to the service, which judges its form.
final class IdempotencyKey {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 512;

    private IdempotencyKey() {}

    /// Throws [Refusal] if it is there twice, or cannot travel as metadata: who names a call must not be passed
    /// over.
    static Optional<String> of(HttpFields headers) {
        var given = headers.getFields(HEADER);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var key = given.getFirst().getValue();
        if (given.size() > 1 || key == null || key.length() > LONGEST || !isPrintable(key)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_IDEMPOTENCY_KEY);
        }
        return Optional.of(key);
    }

    private static boolean isPrintable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
