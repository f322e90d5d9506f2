package dev.countersign.gateway;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/// Writes messages as the JSON that Stytch's clients read. Every member is there, set or not: what is not there is
/// `null`, or `{}` where it is free-form JSON that has no absence of its own; lists are never `null`.
///
/// Otherwise as proto-JSON has it, with the names of the proto files; whole numbers in free-form JSON have no fraction.
public final class AnswerJson {

    /// Up to here every whole number has a double of its own.
    private static final double LARGEST_WHOLE = 9_007_199_254_740_992.0;

    private final JsonWriter json;

    AnswerJson(JsonWriter json) {
        this.json = json;
    }

    /// A message as one line.
    public static String line(Message message) {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            new AnswerJson(json).members(message);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The members of a message, for an object that was begun.
    void members(Message message) throws IOException {
        if (isA(Struct.getDescriptor().getFullName(), message)) {
            members(struct(message));
            return;
        }
        for (var field : message.getDescriptorForType().getFields()) {
            json.name(field.getName());
            member(message, field);
        }
    }

    private void member(Message message, FieldDescriptor field) throws IOException {
        if (field.isMapField()) {
            throw new IllegalStateException(field.getFullName() + " is a map, which no answer holds");
        }
        if (field.isRepeated()) {
            json.beginArray();
            for (var value : (List<?>) message.getField(field)) {
                value(field, value);
            }
            json.endArray();
        } else if (field.hasPresence() && !message.hasField(field) && !isEmptyObject(field)) {
            json.nullValue();
        } else {
            value(field, message.getField(field));
        }
    }

    private static boolean isEmptyObject(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType()
                        .getFullName()
                        .equals(Struct.getDescriptor().getFullName())
                && !field.toProto().getProto3Optional();
    }

    private void value(FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case MESSAGE, GROUP -> message((Message) value);
            case ENUM -> json.value(((EnumValueDescriptor) value).getName());
            case BYTES -> json.value(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case BOOL -> json.value((Boolean) value);
            case INT32, SINT32, SFIXED32, DOUBLE, FLOAT -> json.value((Number) value);
            case UINT32, FIXED32 -> json.value(Integer.toUnsignedLong((Integer) value));
            case UINT64, FIXED64 -> json.value(Long.toUnsignedString((Long) value));
            case INT64, SINT64, SFIXED64, STRING -> json.value(value.toString());
        }
    }

    private void message(Message message) throws IOException {
        switch (message.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" -> json.value(Timestamps.toString(timestamp(message)));
            case "google.protobuf.Duration" -> json.value(Durations.toString(duration(message)));
            case "google.protobuf.Value" -> freeForm(freeForm(message));
            case "google.protobuf.ListValue" -> list(list(message));
            default -> {
                json.beginObject();
                members(message);
                json.endObject();
            }
        }
    }

    private void members(Struct struct) throws IOException {
        for (var member : struct.getFieldsMap().entrySet()) {
            json.name(member.getKey());
            freeForm(member.getValue());
        }
    }

    private void list(ListValue list) throws IOException {
        json.beginArray();
        for (var value : list.getValuesList()) {
            freeForm(value);
        }
        json.endArray();
    }

    private void freeForm(Value value) throws IOException {
        switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> json.nullValue();
            case BOOL_VALUE -> json.value(value.getBoolValue());
            case STRING_VALUE -> json.value(value.getStringValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case LIST_VALUE -> list(value.getListValue());
            case STRUCT_VALUE -> {
                json.beginObject();
                members(value.getStructValue());
                json.endObject();
            }
        }
    }

    private void number(double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE) {
            json.value((long) number);
        } else {
            json.value(number);
        }
    }

    // A message that was read by its descriptor alone has another class than the generated one.

    private static boolean isA(String name, Message message) {
        return message.getDescriptorForType().getFullName().equals(name);
    }

    private static Struct struct(Message message) throws InvalidProtocolBufferException {
        return message instanceof Struct struct ? struct : Struct.parseFrom(message.toByteString());
    }

    private static Value freeForm(Message message) throws InvalidProtocolBufferException {
        return message instanceof Value value ? value : Value.parseFrom(message.toByteString());
    }

    private static ListValue list(Message message) throws InvalidProtocolBufferException {
        return message instanceof ListValue list ? list : ListValue.parseFrom(message.toByteString());
    }

    private static Timestamp timestamp(Message message) throws InvalidProtocolBufferException {
        return message instanceof Timestamp at ? at : Timestamp.parseFrom(message.toByteString());
    }

    private static Duration duration(Message message) throws InvalidProtocolBufferException {
        return message instanceof Duration length ? length : Duration.parseFrom(message.toByteString());
    }
}
