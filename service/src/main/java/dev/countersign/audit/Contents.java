package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.store.RawEvent;
import dev.countersign.trail.AddressHash;
import java.io.IOException;
import java.util.Optional;

/// Reads the JSON of events as it stands there. What cannot be read is empty: who altered it is found out by
/// proofs, and not by a trail that stands still.
final class Contents {
    private static final JsonMapper JSON = new JsonMapper();

    private Contents() {}

    static JsonNode of(RawEvent event) {
        return read(event.payload());
    }

    /// Where it came from: see [dev.countersign.store.Origin].
    static JsonNode origin(RawEvent event) {
        return read(event.metadata());
    }

    /// Of the address that a refused call came from.
    static Optional<AddressHash> addressHash(JsonNode content) {
        try {
            return content.path("addressHash").isTextual()
                    ? Optional.of(new AddressHash(content.path("addressHash").binaryValue()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException _) {
            return JSON.createObjectNode();
        }
    }
}
