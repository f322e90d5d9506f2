package dev.countersign.gateway;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.countersign.v1.ErrorReason;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Checks the form of a body before protobuf's own JSON parser reads it, which forgives too much: it takes `1` for a
/// text and `"1"` for a number, the last of two members with one name, single quotes, and what follows the object.
///
/// Holds to RFC 8259. Members that the message does not know may have any type, `null` stands for an absent one.
final class JsonShape {
    /// The body itself, and the 32 levels of the metadata and claims in it.
    private static final int DEEPEST = 33;

    private static final String METADATA = "_metadata";

    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    private final JsonReader json;

    private JsonShape(String body) {
        json = new JsonReader(new StringReader(body));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(DEEPEST);
    }

    /// Throws [Refusal] unless the body is one object with members of the types that the message wants.
    static void check(String body, Descriptor message) {
        var shape = new JsonShape(body);
        try {
            shape.object(message);
            refuseUnless(shape.json.peek() == JsonToken.END_DOCUMENT);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw Refusal.badRequest();
        }
    }

    private void object(@Nullable Descriptor message) throws IOException {
        var fields = message == null ? Map.<String, FieldDescriptor>of() : fields(message);
        var names = new HashSet<String>();
        json.beginObject();
        while (json.hasNext()) {
            var name = json.nextName();
            refuseUnless(names.add(name) && isText(name));
            member(fields.get(name));
        }
        json.endObject();
    }

    private void member(@Nullable FieldDescriptor field) throws IOException {
        if (field == null || json.peek() == JsonToken.NULL) {
            anything();
        } else if (field.isMapField()) {
            object(null);
        } else if (field.isRepeated()) {
            json.beginArray();
            while (json.hasNext()) {
                value(field);
            }
            json.endArray();
        } else {
            value(field);
        }
    }

    private void value(FieldDescriptor field) throws IOException {
        switch (field.getType()) {
            case MESSAGE, GROUP -> message(field);
            case BOOL -> flag();
            case STRING, BYTES, ENUM -> text();
            case INT64, UINT64, SINT64, FIXED64, SFIXED64 -> {
                refuseUnless(json.peek() == JsonToken.NUMBER || json.peek() == JsonToken.STRING);
                anything();
            }
            case INT32, UINT32, SINT32, FIXED32, SFIXED32, DOUBLE, FLOAT -> number();
        }
    }

    private void message(FieldDescriptor field) throws IOException {
        var type = field.getMessageType();
        switch (type.getFullName()) {
            case "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Any" -> anything();
            case "google.protobuf.Struct" -> freeForm(field);
            case "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask" -> text();
            default -> object(type);
        }
    }

    /// Metadata that is something else has an error of its own, as it has at Stytch.
    private void freeForm(FieldDescriptor field) throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT && field.getName().endsWith(METADATA)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_METADATA_INVALID_FORMAT);
        }
        object(null);
    }

    private void anything() throws IOException {
        switch (json.peek()) {
            case BEGIN_OBJECT -> object(null);
            case BEGIN_ARRAY -> {
                json.beginArray();
                while (json.hasNext()) {
                    anything();
                }
                json.endArray();
            }
            case STRING -> text();
            case NUMBER -> number();
            default -> json.skipValue();
        }
    }

    private void flag() throws IOException {
        refuseUnless(json.peek() == JsonToken.BOOLEAN);
        json.skipValue();
    }

    private void text() throws IOException {
        refuseUnless(json.peek() == JsonToken.STRING && isText(json.nextString()));
    }

    /// Refuses what no `double` can hold, such as `1e400`.
    private void number() throws IOException {
        refuseUnless(json.peek() == JsonToken.NUMBER && Double.isFinite(json.nextDouble()));
    }

    /// Whether every surrogate has its pair: half a character cannot travel in UTF-8.
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static void refuseUnless(boolean good) {
        if (!good) {
            throw Refusal.badRequest();
        }
    }

    private static Map<String, FieldDescriptor> fields(Descriptor message) {
        return FIELDS.computeIfAbsent(message, type -> {
            var fields = new HashMap<String, FieldDescriptor>();
            type.getFields().forEach(field -> fields.put(field.getJsonName(), field));
            type.getFields().forEach(field -> fields.put(field.getName(), field));
            return fields;
        });
    }
}
