package dev.countersign.forms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.v1.AuditEvent;

/// The entries as `ListAuditEvents` tells them over REST.
record NdjsonForm() implements JsonForm {

    @Override
    public ObjectNode object(AuditEvent event) {
        return AuditEventJson.of(event);
    }
}
