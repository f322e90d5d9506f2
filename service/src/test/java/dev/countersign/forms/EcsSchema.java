package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.privacy.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The fields of the Elastic Common Schema, as Elastic publishes them: `src/test/resources/ecs` says where they are
/// from.
public final class EcsSchema {
    private final String version;
    private final JsonNode fields;

    private EcsSchema(JsonNode schema) {
        this.version = schema.path("version").asText();
        this.fields = schema.path("fields");
    }

    public static EcsSchema published() {
        try (var file = EcsSchema.class.getResourceAsStream("/ecs/fields.json")) {
            return new EcsSchema(new JsonMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with a document; empty: nothing.
    public List<String> problems(JsonNode document) {
        var problems = new ArrayList<String>();
        members("", document, problems);
        fields.properties().forEach(field -> {
            if (field.getValue().path("required").asBoolean()
                    && at(document, field.getKey()).isMissingNode()) {
                problems.add(field.getKey() + " is missing");
            }
        });
        if (!at(document, "ecs.version").asText().equals(version)) {
            problems.add("ecs.version is not " + version);
        }
        typesOfCategories(document, problems);
        return problems;
    }

    private static JsonNode at(JsonNode document, String field) {
        var direct = document.path(field);
        return direct.isMissingNode() ? document.at("/" + field.replace('.', '/')) : direct;
    }

    private void members(String prefix, JsonNode object, List<String> problems) {
        object.properties().forEach(member -> {
            var name = prefix + member.getKey();
            var field = fields.path(name);
            if (!field.isMissingNode()) {
                field(name, field, member.getValue(), problems);
            } else if (member.getValue().isObject() && isParent(name)) {
                members(name + ".", member.getValue(), problems);
            } else {
                problems.add(name + " is no field");
            }
        });
    }

    private boolean isParent(String name) {
        return fields.properties().stream().anyMatch(field -> field.getKey().startsWith(name + "."));
    }

    private static void field(String name, JsonNode field, JsonNode value, List<String> problems) {
        if (value.isArray() != field.path("array").asBoolean()) {
            problems.add(name + (value.isArray() ? " is a list" : " is no list"));
            return;
        }
        for (var item : value.isArray() ? value : List.of(value)) {
            if (!isOfType(field.path("type").asText(), item)) {
                problems.add(name + " is no " + field.path("type").asText());
            }
            if (field.has("allowed") && !field.path("allowed").has(item.asText())) {
                problems.add(name + " may not be " + item.asText());
            }
        }
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "keyword", "constant_keyword", "wildcard", "match_only_text" -> value.isTextual();
            case "long" -> value.isIntegralNumber() && value.canConvertToLong();
            case "float", "scaled_float" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "date" -> value.isTextual() && isTime(value.textValue());
            case "ip" -> value.isTextual() && IpAddress.parse(value.textValue()).isPresent();
            case "object" ->
                value.isObject() && value.properties().stream().allMatch(label -> isLabel(label.getValue()));
            default -> throw new AssertionError("No export should need the type " + type);
        };
    }

    /// Objects of the schema hold keywords, or lists of them.
    private static boolean isLabel(JsonNode value) {
        return value.isTextual() || value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
    }

    private static boolean isTime(String text) {
        try {
            var _ = Instant.parse(text);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    /// Each type has to be one that one of the categories expects.
    private void typesOfCategories(JsonNode document, List<String> problems) {
        var expected = expected(at(document, "event.category"));
        for (var type : at(document, "event.type")) {
            if (!expected.contains(type.asText())) {
                problems.add("event.type may not be " + type.asText() + " for its categories");
            }
        }
    }

    private Set<String> expected(JsonNode categories) {
        var expected = new HashSet<String>();
        for (var category : categories) {
            fields.path("event.category")
                    .path("allowed")
                    .path(category.asText())
                    .forEach(type -> expected.add(type.asText()));
        }
        return expected;
    }
}
