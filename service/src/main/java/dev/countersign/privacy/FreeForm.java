package dev.countersign.privacy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON objects whose members callers make up.
///
/// Guarantees: whatever fits into a request can be read. What is too large says who keeps it, and not the parser:
/// a name may have any length, and names go into no table that somebody could choose them to clog.
public final class FreeForm {

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    private FreeForm() {}

    public static ObjectNode empty() {
        return JSON.createObjectNode();
    }

    /// Of maps, lists, strings, numbers, booleans and nulls.
    public static ObjectNode of(Map<String, ?> members) {
        if (members.isEmpty()) {
            return empty();
        }
        try {
            // By way of the text, so that numbers are the same as those that were stored.
            return read(JSON.writeValueAsString(members));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("JSON is made of maps, lists and plain values");
        }
    }

    /// @param json the text form of an object
    public static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // Without the cause, which quotes the text.
            throw new IllegalStateException("Not the JSON of an object");
        }
    }

    /// As maps, lists, strings, numbers, booleans and nulls.
    public static Map<String, @Nullable Object> map(ObjectNode object) {
        return object.isEmpty() ? Map.of() : JSON.convertValue(object, new TypeReference<>() {});
    }
}
