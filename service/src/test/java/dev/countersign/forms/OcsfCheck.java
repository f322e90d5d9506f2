package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is wrong with an event by a release of OCSF: attributes that are unknown, deprecated, or missing though
/// required; values of another type, form or length than theirs, or none of those that they may have; captions
/// that do not belong to their numbers; constraints that do not hold.
public final class OcsfCheck {
    private static final int OTHER = 99;

    private final OcsfSchema schema;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> profiles = new HashSet<>();

    private OcsfCheck(OcsfSchema schema) {
        this.schema = schema;
    }

    /// Empty: nothing.
    public static List<String> problems(OcsfSchema schema, JsonNode event) throws IOException {
        var check = new OcsfCheck(schema);
        event.path("metadata").path("profiles").forEach(profile -> check.profiles.add(profile.asText()));
        check.event(event);
        return check.problems;
    }

    private void event(JsonNode event) throws IOException {
        var uid = event.path("class_uid").asInt(-1);
        var shape = schema.ofClass(uid);
        if (shape == null) {
            problems.add("class_uid is of no class");
            return;
        }
        object("", event, shape);
        if (event.path("type_uid").asLong()
                != uid * 100L + event.path("activity_id").asInt()) {
            problems.add("type_uid is not that of the class and the activity");
        }
        caption(
                event,
                "type_name",
                shape.caption() + ": " + event.path("activity_name").asText());
        caption(event.path("metadata"), "version", schema.version());
    }

    private void caption(JsonNode event, String name, String expected) {
        if (event.has(name) && !event.path(name).asText().equals(expected)) {
            problems.add(name + " is not " + expected);
        }
    }

    private void object(String prefix, JsonNode object, OcsfSchema.Shape shape) {
        object.properties().forEach(member -> {
            var attribute = shape.attributes().path(member.getKey());
            var name = prefix + member.getKey();
            if (attribute.isMissingNode() || !isActive(attribute)) {
                problems.add(name + " is no attribute");
            } else if (attribute.has("@deprecated")) {
                problems.add(name + " is deprecated");
            } else {
                value(name, member.getValue(), attribute);
                sibling(prefix, object, member.getKey(), attribute);
            }
        });
        shape.attributes().properties().forEach(attribute -> {
            if (attribute.getValue().path("requirement").asText().equals("required")
                    && isActive(attribute.getValue())
                    && !object.hasNonNull(attribute.getKey())) {
                problems.add(prefix + attribute.getKey() + " is missing");
            }
        });
        constraints(prefix, object, shape.constraints());
    }

    /// What a profile adds is there only for those who say that they use it.
    private boolean isActive(JsonNode attribute) {
        return !attribute.hasNonNull("profile")
                || profiles.contains(attribute.path("profile").asText());
    }

    private void constraints(String prefix, JsonNode object, JsonNode constraints) {
        if (constraints.has("at_least_one") && present(object, constraints.path("at_least_one")) == 0) {
            problems.add(prefix + " has none of " + constraints.path("at_least_one"));
        }
        if (constraints.has("just_one") && present(object, constraints.path("just_one")) != 1) {
            problems.add(prefix + " has not just one of " + constraints.path("just_one"));
        }
    }

    private static long present(JsonNode object, JsonNode names) {
        return names.valueStream()
                .filter(name -> object.hasNonNull(name.asText()))
                .count();
    }

    private void value(String name, JsonNode value, JsonNode attribute) {
        if (value.isArray() != attribute.path("is_array").asBoolean()) {
            problems.add(name + (value.isArray() ? " is a list" : " is no list"));
            return;
        }
        for (var item : value.isArray() ? value : List.of(value)) {
            single(name, item, attribute);
        }
    }

    private void single(String name, JsonNode value, JsonNode attribute) {
        var type = attribute.path("type").asText();
        var shape = schema.ofObject(type);
        if (shape == null) {
            primitive(name, value, type);
        } else if (!value.isObject()) {
            problems.add(name + " is no object");
        } else if (!type.equals("object")) {
            object(name + ".", value, shape);
        }
        if (attribute.has("enum") && !attribute.path("enum").has(value.asText())) {
            problems.add(name + " may not be " + value.asText());
        }
    }

    /// A type can be a narrower form of another one.
    private void primitive(String name, JsonNode value, String type) {
        var definition = schema.type(type);
        var isRight = switch (definition.path("type").asText(type)) {
            case "string_t" -> value.isTextual();
            case "integer_t" -> value.isIntegralNumber() && value.canConvertToInt();
            case "long_t" -> value.isIntegralNumber() && value.canConvertToLong();
            case "float_t" -> value.isNumber();
            case "boolean_t" -> value.isBoolean();
            case "json_t" -> true;
            default -> throw new AssertionError("Unknown type " + type);
        };
        if (!isRight) {
            problems.add(name + " is no " + type);
            return;
        }
        var text = value.asText();
        if (definition.has("regex")
                && !Pattern.compile(definition.path("regex").asText())
                        .matcher(text)
                        .find()) {
            problems.add(name + " has not the form of " + type);
        }
        if (definition.has("max_len")
                && text.length() > definition.path("max_len").asInt()) {
            problems.add(name + " is too long for " + type);
        }
        var range = definition.path("range");
        if (range.isArray()
                && (value.asLong() < range.get(0).asLong()
                        || value.asLong() > range.get(1).asLong())) {
            problems.add(name + " is out of the range of " + type);
        }
    }

    /// The text beside a number is its caption, but for "other": there it is the producer's own, and has to be there.
    private void sibling(String prefix, JsonNode object, String name, JsonNode attribute) {
        var sibling = attribute.path("sibling").asText("");
        if (sibling.isEmpty() || !attribute.has("enum")) {
            return;
        }
        var number = object.path(name).asInt();
        var text = object.path(sibling);
        if (number == OTHER
                ? text.asText("").isEmpty()
                : text.isTextual()
                        && !text.asText()
                                .equals(attribute
                                        .path("enum")
                                        .path(String.valueOf(number))
                                        .path("caption")
                                        .asText())) {
            problems.add(prefix + sibling + " does not belong to " + name);
        }
    }
}
