package dev.countersign.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Where a change came from; the metadata of every event of a unit of work. Holds no personal data.
///
/// @param facts such as `project`, `secret` (its id), `request`; or `system`, the name of one of our own processes
public record Origin(Map<String, String> facts) {

    private static final JsonMapper JSON = new JsonMapper();

    public Origin {
        facts = Map.copyOf(facts);
    }

    /// One of our own processes, such as `expiry-sweep`.
    public static Origin system(String name) {
        return new Origin(Map.of("system", name));
    }

    byte[] json() {
        try {
            return JSON.writeValueAsString(new TreeMap<>(facts)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON.", e);
        }
    }
}
