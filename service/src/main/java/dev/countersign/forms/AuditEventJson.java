package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.v1.AuditEvent;
import java.time.Instant;

/// Entries in JSON as the gateway has it: every member is there, and whole numbers have no fraction.
final class AuditEventJson {
    /// Up to here every whole number has a double of its own.
    private static final double LARGEST_WHOLE = 9_007_199_254_740_992.0;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AuditEventJson() {}

    static ObjectNode of(AuditEvent event) {
        return NODES.objectNode()
                .put("audit_event_id", event.getAuditEventId())
                .put("entry", Long.toString(event.getEntry()))
                .put("recorded_at", recordedAt(event).toString())
                .put("type", event.getType())
                .put("outcome", event.getOutcome().name())
                .put("reason", event.getReason())
                .put("user_id", event.getUserId())
                .put("phone_id", event.getPhoneId())
                .put("phone_number", event.getPhoneNumber())
                .put("challenge_id", event.getChallengeId())
                .put("session_id", event.getSessionId())
                .put("ip_address", event.getIpAddress())
                .put("country", event.getCountry())
                .put("provider", event.getProvider())
                .put("request_id", event.getRequestId())
                .put("secret_id", event.getSecretId())
                .put("system", event.getSystem())
                .set("details", of(event.getDetails()));
    }

    static Instant recordedAt(AuditEvent event) {
        var at = event.getRecordedAt();
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    static ObjectNode of(Struct struct) {
        var object = NODES.objectNode();
        struct.getFieldsMap().forEach((name, value) -> object.set(name, of(value)));
        return object;
    }

    static JsonNode of(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> NODES.nullNode();
            case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
            case STRING_VALUE -> NODES.textNode(value.getStringValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case LIST_VALUE -> list(value.getListValue());
            case STRUCT_VALUE -> of(value.getStructValue());
        };
    }

    private static ArrayNode list(ListValue list) {
        var array = NODES.arrayNode();
        list.getValuesList().forEach(value -> array.add(of(value)));
        return array;
    }

    private static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }
}
