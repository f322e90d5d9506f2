package dev.countersign.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.project.ProjectId;
import dev.countersign.v1.AuditEvent;
import java.util.List;

/// Documents of the Elastic Common Schema. What it has no field for is a label.
record EcsForm(ProjectId project) implements JsonForm {
    static final String VERSION = "9.4.0";

    @Override
    public ObjectNode object(AuditEvent event) {
        var kind = EventKind.of(event.getType());
        var object = JSON.createObjectNode();
        object.put("@timestamp", AuditEventJson.recordedAt(event).toString());
        object.putObject("ecs").put("version", VERSION);
        object.put(
                "message", event.getReason().isEmpty() ? event.getType() : event.getType() + ": " + event.getReason());
        happened(object.putObject("event"), event, kind);
        object.putObject("service").put("name", "countersign").put("type", "countersign");
        persons(object, event);
        if (!event.getRequestId().isEmpty()) {
            object.putObject("http").putObject("request").put("id", event.getRequestId());
        }
        labels(object.putObject("labels"), event);
        return object;
    }

    private static void happened(ObjectNode happened, AuditEvent event, EventKind kind) {
        happened.put("kind", "event")
                .put("id", event.getAuditEventId())
                .put("sequence", event.getEntry())
                .put("action", event.getType())
                .put("severity", kind.severity().id())
                .put("module", "countersign")
                .put("dataset", "countersign.audit");
        list(happened, "category", kind.categories());
        list(happened, "type", kind.types());
        kind.judged()
                .succeeded(event)
                .ifPresent(succeeded -> happened.put("outcome", succeeded ? "success" : "failure"));
        put(happened, "reason", event.getReason());
    }

    private static void persons(ObjectNode object, AuditEvent event) {
        var user = event.getUserId();
        var address = event.getIpAddress();
        if (!user.isEmpty()) {
            object.putObject("user").put("id", user);
        }
        if (!address.isEmpty()) {
            object.putObject("source").put("ip", address).put("address", address);
        }
        if (!user.isEmpty() || !address.isEmpty()) {
            var related = object.putObject("related");
            list(related, "user", user.isEmpty() ? List.of() : List.of(user));
            list(related, "ip", address.isEmpty() ? List.of() : List.of(address));
        }
    }

    /// Each a text, or a list of texts: labels hold nothing else.
    private void labels(ObjectNode labels, AuditEvent event) {
        AuditEventJson.of(event.getDetails())
                .properties()
                .forEach(detail -> label(labels, detail.getKey(), detail.getValue()));
        put(labels, "project_id", project.value());
        put(labels, "phone_id", event.getPhoneId());
        put(labels, "phone_number", event.getPhoneNumber());
        put(labels, "country", event.getCountry());
        put(labels, "challenge_id", event.getChallengeId());
        put(labels, "session_id", event.getSessionId());
        put(labels, "provider", event.getProvider());
        put(labels, "secret_id", event.getSecretId());
        put(labels, "system", event.getSystem());
    }

    private static void label(ObjectNode labels, String name, JsonNode value) {
        if (value.isArray()) {
            var texts = labels.putArray(name);
            value.forEach(item -> texts.add(text(item)));
        } else {
            labels.put(name, text(value));
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static void put(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }

    private static void list(ObjectNode object, String name, List<String> values) {
        if (!values.isEmpty()) {
            var list = object.putArray(name);
            values.forEach(list::add);
        }
    }
}
