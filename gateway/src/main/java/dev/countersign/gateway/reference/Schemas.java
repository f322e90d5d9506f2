package dev.countersign.gateway.reference;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Says in JSON Schema what messages look like as JSON. Messages that are asked for become components, and so do those
/// that they consist of.
final class Schemas {
    private final Comments comments;
    private final TreeMap<String, JsonObject> components = new TreeMap<>();

    Schemas(Comments comments) {
        this.comments = comments;
    }

    /// All that were asked for, and further ones.
    JsonObject components() {
        var all = new JsonObject();
        components.forEach(all::add);
        return all;
    }

    void add(String name, JsonObject schema) {
        components.put(name, schema);
    }

    /// A message as it comes in: a member is needed if the rules refuse its absence.
    JsonObject request(String name, List<FieldDescriptor> members) {
        return component(name, "", members, Limits::demand, true);
    }

    /// A message as it goes out. All its members are there, except those that the proto files call `optional`, and the
    /// alternatives of a `oneof`.
    JsonObject response(Descriptor message) {
        return component(
                message.getName(),
                comments.of(message.getFullName()),
                message.getFields(),
                field -> field.isRepeated()
                        || !(field.toProto().getProto3Optional() || field.getContainingOneof() != null),
                false);
    }

    /// What a member may hold.
    JsonObject of(FieldDescriptor field, boolean incoming) {
        var schema = new JsonObject();
        if (field.isMapField()) {
            schema.addProperty("type", "object");
            schema.add("additionalProperties", one(field.getMessageType().findFieldByName("value"), incoming));
        } else if (field.isRepeated()) {
            schema.addProperty("type", "array");
            schema.add("items", one(field, incoming));
        } else {
            schema = one(field, incoming);
        }
        if (incoming) {
            Limits.addTo(schema, field);
        }
        describe(schema, comments.of(field.getFullName()));
        return schema;
    }

    static JsonObject reference(String name) {
        var schema = new JsonObject();
        schema.addProperty("$ref", "#/components/schemas/" + name);
        return schema;
    }

    static void describe(JsonObject schema, String description) {
        if (!description.isEmpty()) {
            schema.addProperty("description", description);
        }
    }

    private JsonObject component(
            String name,
            String description,
            List<FieldDescriptor> members,
            Predicate<FieldDescriptor> needed,
            boolean incoming) {
        var known = components.get(name);
        if (known != null) {
            return reference(name);
        }
        var schema = new JsonObject();
        components.put(name, schema);
        schema.addProperty("type", "object");
        describe(schema, description);
        var required = new JsonArray();
        members.stream().filter(needed).forEach(field -> required.add(field.getName()));
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        var properties = new JsonObject();
        members.forEach(field -> {
            var member = of(field, incoming);
            properties.add(field.getName(), incoming || needed.test(field) ? member : orNull(member));
        });
        schema.add("properties", properties);
        return reference(name);
    }

    /// What goes out has all its members; null stands for those that are absent.
    private static JsonObject orNull(JsonObject schema) {
        var either = new JsonArray();
        if (schema.has("$ref")) {
            either.add(reference(schema.remove("$ref").getAsString().replaceAll(".*/", "")));
            either.add(type("null", ""));
            schema.add("anyOf", either);
        } else if (schema.has("type")) {
            either.add(schema.get("type"));
            either.add("null");
            schema.add("type", either);
        }
        return schema;
    }

    private JsonObject one(FieldDescriptor field, boolean incoming) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> message(field.getMessageType(), incoming);
            case ENUM -> enumeration(field.getEnumType());
            case BOOL -> type("boolean", "");
            case STRING -> type("string", "");
            case BYTES -> type("string", "byte");
            case DOUBLE -> type("number", "double");
            case FLOAT -> type("number", "float");
            // Proto JSON writes 64 bits as a text, since not every reader has numbers of that size.
            case INT64, UINT64, SINT64, FIXED64, SFIXED64 -> type("string", "int64");
            case INT32, UINT32, SINT32, FIXED32, SFIXED32 -> type("integer", "int32");
        };
    }

    private JsonObject message(Descriptor message, boolean incoming) {
        return switch (message.getFullName()) {
            case "google.protobuf.Timestamp" -> type("string", "date-time");
            case "google.protobuf.Duration" -> type("string", "duration");
            case "google.protobuf.FieldMask" -> type("string", "");
            case "google.protobuf.Struct", "google.protobuf.Any" -> type("object", "");
            case "google.protobuf.ListValue" -> type("array", "");
            case "google.protobuf.Value" -> new JsonObject();
            default ->
                // A message that goes both ways is two schemas: what may be left out coming in is there going out.
                incoming ? request(message.getName() + "Request", message.getFields()) : response(message);
        };
    }

    private static JsonObject enumeration(EnumDescriptor type) {
        var schema = type("string", "");
        var values = new JsonArray();
        type.getValues().forEach(value -> values.add(value.getName()));
        schema.add("enum", values);
        return schema;
    }

    private static JsonObject type(String type, String format) {
        var schema = new JsonObject();
        schema.addProperty("type", type);
        if (!format.isEmpty()) {
            schema.addProperty("format", format);
        }
        return schema;
    }
}
