package dev.countersign.forms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.project.ProjectId;
import dev.countersign.v1.AuditEvent;

/// Events of the Open Cybersecurity Schema Framework. What it has no attribute for is `unmapped`.
record OcsfForm(ProjectId project) implements JsonForm {
    static final String VERSION = "1.8.0";
    private static final int SUCCESS = 1;
    private static final int FAILURE = 2;

    @Override
    public ObjectNode object(AuditEvent event) {
        var kind = EventKind.of(event.getType());
        var object = JSON.createObjectNode();
        classify(object, kind);
        object.put("time", AuditEventJson.recordedAt(event).toEpochMilli());
        kind.judged()
                .succeeded(event)
                .ifPresent(succeeded -> object.put("status_id", succeeded ? SUCCESS : FAILURE)
                        .put("status", succeeded ? "Success" : "Failure"));
        put(object, "status_code", event.getReason());
        object.put(
                "message", event.getReason().isEmpty() ? event.getType() : event.getType() + ": " + event.getReason());
        metadata(object.putObject("metadata"), event);
        new OcsfSubjects(event, project).tell(kind, object);
        unmapped(object.putObject("unmapped"), event);
        return object;
    }

    private static void classify(ObjectNode object, EventKind kind) {
        var activity = kind.activity();
        var of = activity.of();
        object.put("class_uid", of.uid())
                .put("class_name", of.caption())
                .put("category_uid", of.categoryUid())
                .put("category_name", of.category())
                .put("activity_id", activity.id())
                .put("activity_name", activity.caption())
                .put("type_uid", activity.typeUid())
                .put("type_name", activity.typeCaption())
                .put("severity_id", kind.severity().id())
                .put("severity", kind.severity().caption());
    }

    private void metadata(ObjectNode metadata, AuditEvent event) {
        metadata.put("version", VERSION)
                .put("uid", event.getAuditEventId())
                .put("event_code", event.getType())
                .put("log_name", "audit")
                .put("tenant_uid", project.value());
        put(metadata, "correlation_uid", event.getRequestId());
        metadata.putObject("product").put("name", "Countersign").put("vendor_name", "Countersign");
    }

    private static void unmapped(ObjectNode unmapped, AuditEvent event) {
        unmapped.put("entry", event.getEntry());
        put(unmapped, "phone_id", event.getPhoneId());
        put(unmapped, "phone_country", event.getCountry());
        put(unmapped, "challenge_id", event.getChallengeId());
        put(unmapped, "provider", event.getProvider());
        unmapped.set("details", AuditEventJson.of(event.getDetails()));
    }

    static void put(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }
}
