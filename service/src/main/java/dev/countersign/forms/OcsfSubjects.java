package dev.countersign.forms;

import static dev.countersign.forms.OcsfForm.put;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.project.ProjectId;
import dev.countersign.v1.AuditEvent;

/// Whom and what an entry is about, as the classes of OCSF want it.
record OcsfSubjects(AuditEvent event, ProjectId project) {
    private static final String UNKNOWN = "unknown";
    private static final int USER = 1;
    private static final int POLICY = 5;
    private static final int OTHER = 99;

    void tell(EventKind kind, ObjectNode object) {
        switch (kind.activity().of()) {
            case ACCOUNT_CHANGE -> user(object);
            case AUTHENTICATION -> authentication(object);
            case AUTHORIZE_SESSION -> {
                user(object);
                session(object);
                object.putArray("privileges").add(granted());
            }
            case ENTITY_MANAGEMENT -> entity(object.putObject("entity"));
            case USER_ACCESS -> {
                user(object);
                object.set("privileges", AuditEventJson.of(event.getDetails()).withArray("roles"));
            }
            case API_ACTIVITY -> {
                call(object);
                return;
            }
            case BASE_EVENT -> {
                return;
            }
        }
        actor(object, "");
        source(object, "");
    }

    private void authentication(ObjectNode object) {
        user(object);
        object.putObject("service").put("name", "Countersign");
        if (!event.getSessionId().isEmpty()) {
            session(object);
        }
    }

    private void user(ObjectNode object) {
        var user = object.putObject("user");
        put(user, "uid", event.getUserId());
        if (event.getUserId().isEmpty()) {
            user.put("name", UNKNOWN);
        }
        put(user, "phone_number", event.getPhoneNumber());
        user.put("type_id", USER).put("type", "User");
    }

    private void session(ObjectNode object) {
        var session = object.putObject("session");
        put(session, "uid", event.getSessionId());
    }

    /// What the session has from then on; the class wants a word for it.
    private String granted() {
        return switch (event.getType()) {
            case "session.FactorAdded" -> "factor";
            case "session.SessionExtended" -> "lifetime";
            case "session.ClaimsChanged" -> "claims";
            default -> "session";
        };
    }

    private void entity(ObjectNode entity) {
        switch (event.getType()) {
            case "project.SecretAdded", "project.SecretRevoked" ->
                entity.put("uid", detail("secretId")).put("type_id", OTHER).put("type", "Secret");
            case "project.RetentionChanged" -> policy(entity, "retention of " + detail("entries"));
            case "project.HoldPlaced", "project.HoldLifted" -> policy(entity, "hold " + detail("hold"));
            case "project.EventsDropped" ->
                entity.put("name", "events of entries").put("type_id", OTHER).put("type", "Audit Entries");
            default -> entity.put("uid", project.value()).put("type_id", OTHER).put("type", "Project");
        }
    }

    private static void policy(ObjectNode entity, String name) {
        entity.put("name", name).put("type_id", POLICY).put("type", "Policy");
    }

    private void call(ObjectNode object) {
        actor(object, UNKNOWN);
        source(object, UNKNOWN);
        var api = object.putObject("api").put("operation", detail("rpc"));
        api.putObject("service").put("name", "Countersign");
        if (!event.getRequestId().isEmpty()) {
            api.putObject("request").put("uid", event.getRequestId());
        }
        if (!event.getReason().isEmpty()) {
            api.putObject("response").put("error", event.getReason());
        }
        var count =
                event.getDetails().getFieldsMap().get(event.getType().equals("audit.TrailRead") ? "calls" : "count");
        if (count != null) {
            object.put("count", (int) count.getNumberValue());
        }
    }

    /// The secret that a call was made with, or the part of the service that did it.
    ///
    /// @param otherwise its name, if neither is known; empty: it is left out
    private void actor(ObjectNode object, String otherwise) {
        var name = event.getSystem().isEmpty() ? otherwise : event.getSystem();
        if (!event.getSecretId().isEmpty()) {
            object.putObject("actor").put("app_uid", event.getSecretId());
        } else if (!name.isEmpty()) {
            object.putObject("actor").put("app_name", name);
        }
    }

    /// @param otherwise as of [#actor]
    private void source(ObjectNode object, String otherwise) {
        if (!event.getIpAddress().isEmpty()) {
            object.putObject("src_endpoint").put("ip", event.getIpAddress());
        } else if (!otherwise.isEmpty()) {
            object.putObject("src_endpoint").put("name", otherwise);
        }
    }

    private String detail(String name) {
        var value = event.getDetails().getFieldsMap().get(name);
        return value == null || value.getStringValue().isEmpty() ? UNKNOWN : value.getStringValue();
    }
}
