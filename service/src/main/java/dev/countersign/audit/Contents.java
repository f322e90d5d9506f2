package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.store.RawEvent;
import java.io.IOException;

/// Reads the JSON of events as it stands there. What cannot be read is empty: who altered it is found out by proofs,
/// and
/// not by a trail that stands still.
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

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException _) {
            return JSON.createObjectNode();
        }
    }
}
