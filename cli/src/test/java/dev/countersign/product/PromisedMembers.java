package dev.countersign.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// What schemas demand to be there, and of which type, of an answer and of all that it holds. Looks at nothing else of
/// JSON Schema.
///
/// @param document where the schemas are: an OpenAPI document, or a part of one
/// @param nullIsAbsence whether null may stand for a member that need not be there, though its type does not say so
record PromisedMembers(JsonNode document, boolean nullIsAbsence) {

    /// Those of Stytch, whose description knows no null though its answers do. The file holds its licence, and
    /// says what it was made from.
    static PromisedMembers ofStytch() {
        try (var in = PromisedMembers.class.getResourceAsStream("stytch-answers.json")) {
            return new PromisedMembers(new JsonMapper().readTree(in), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The paths of the members that the answer lacks, and of those that have another type, with what they should be.
    List<String> broken(JsonNode schema, JsonNode answer) {
        var broken = new ArrayList<String>();
        look(schema, answer, "", broken);
        return broken;
    }

    private void look(JsonNode schema, JsonNode value, String at, List<String> broken) {
        if (schema.has("$ref")) {
            look(component(schema), value, at, broken);
            return;
        }
        schema.path("allOf").forEach(part -> look(part, value, at, broken));
        if (schema.has("anyOf")) {
            look(anyOf(schema, value), value, at, broken);
        }
        if (!isOfType(schema.path("type"), value)) {
            broken.add("%s: %s, not %s".formatted(at, value.getNodeType(), schema.path("type")));
            return;
        }
        var required = texts(schema.path("required"));
        required.stream().filter(name -> !value.has(name)).forEach(name -> broken.add(at + "." + name + ": missing"));
        schema.path("properties").properties().forEach(property -> {
            var name = property.getKey();
            var stands = value.has(name) && !(nullIsAbsence && value.path(name).isNull() && !required.contains(name));
            if (stands) {
                look(property.getValue(), value.path(name), at + "." + name, broken);
            }
        });
        for (var i = 0; value.isArray() && i < value.size(); i++) {
            look(schema.path("items"), value.get(i), at + "[" + i + "]", broken);
        }
    }

    private JsonNode component(JsonNode reference) {
        var name = reference.path("$ref").asText().replaceAll(".*/", "");
        var component = document.path("components").path("schemas").path(name);
        if (component.isMissingNode()) {
            throw new AssertionError("No component " + name);
        }
        return component;
    }

    /// The alternative that fits, or else the first.
    private JsonNode anyOf(JsonNode schema, JsonNode value) {
        return StreamSupport.stream(schema.path("anyOf").spliterator(), false)
                .filter(part -> broken(part, value).isEmpty())
                .findFirst()
                .orElse(schema.path("anyOf").path(0));
    }

    /// @param type a name, or several; missing: any
    private static boolean isOfType(JsonNode type, JsonNode value) {
        return type.isArray()
                ? texts(type).stream().anyMatch(one -> isOfType(one, value))
                : type.isMissingNode() || isOfType(type.asText(), value);
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> throw new AssertionError("No type of JSON: " + type);
        };
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
