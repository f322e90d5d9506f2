package dev.countersign.idempotency;

import com.google.protobuf.Message;
import dev.countersign.rpc.IdempotencyKey;
import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.util.Optional;
import java.util.regex.Pattern;

/// The key that a caller gave a call, in the metadata or in the field `request_id` of the request.
final class CallKey {
    private static final Pattern FORM = Pattern.compile("[ -~]{1,255}");
    private static final String FIELD = "request_id";

    private CallKey() {}

    /// Empty: it has none.
    ///
    /// @throws Refusal `INVALID_IDEMPOTENCY_KEY`, also where the two say different things
    static Optional<String> of(Message request) {
        var inField = inField(request);
        var inMetadata = IdempotencyKey.current().map(CallKey::unquoted);
        if (inField.isPresent() && inMetadata.isPresent() && !inField.equals(inMetadata)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_IDEMPOTENCY_KEY);
        }
        return inMetadata.or(() -> inField).map(CallKey::checked);
    }

    /// The request as it would be without the key.
    static Message without(Message request) {
        var field = request.getDescriptorForType().findFieldByName(FIELD);
        return field == null ? request : request.toBuilder().clearField(field).build();
    }

    private static Optional<String> inField(Message request) {
        var field = request.getDescriptorForType().findFieldByName(FIELD);
        return field == null
                ? Optional.empty()
                : Optional.of((String) request.getField(field)).filter(key -> !key.isEmpty());
    }

    /// The draft of the header's standard has a quoted text there; most callers leave the quotes out.
    private static String unquoted(String key) {
        return key.length() > 2 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
    }

    private static String checked(String key) {
        if (!FORM.matcher(key).matches()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_IDEMPOTENCY_KEY);
        }
        return key;
    }
}
