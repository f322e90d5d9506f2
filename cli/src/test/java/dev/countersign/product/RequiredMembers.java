package dev.countersign.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// What schemas demand to be there, of an answer and of all that it holds. Looks at nothing else of JSON Schema.
///
/// @param document where the schemas are: an OpenAPI document, or a part of one
record RequiredMembers(JsonNode document) {

    /// Those of Stytch. The file holds its licence, and says what it was made from.
    static RequiredMembers ofStytch() {
        try (var in = RequiredMembers.class.getResourceAsStream("stytch-required.json")) {
            return new RequiredMembers(new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The paths of the members that the answer lacks.
    List<String> missing(JsonNode schema, JsonNode answer) {
        var missing = new ArrayList<String>();
        look(schema, answer, "", missing);
        return missing;
    }

    private void look(JsonNode schema, JsonNode value, String at, List<String> missing) {
        if (schema.has("$ref")) {
            var name = schema.path("$ref").asText().replaceAll(".*/", "");
            look(document.path("components").path("schemas").path(name), value, at, missing);
        }
        schema.path("allOf").forEach(part -> look(part, value, at, missing));
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                missing.add(at + name.asText());
            }
        });
        schema.path("properties").properties().forEach(property -> {
            var member = value.path(property.getKey());
            if (member.isObject()) {
                look(property.getValue(), member, at + property.getKey() + ".", missing);
            }
            for (var i = 0; i < member.size() && member.isArray(); i++) {
                look(items(property.getValue()), member.get(i), at + property.getKey() + "[" + i + "].", missing);
            }
        });
    }

    private static JsonNode items(JsonNode list) {
        return list.path("items");
    }
}
