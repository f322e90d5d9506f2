package dev.countersign.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.v1.AuditEvent;
import java.util.Arrays;

/// One JSON object on each line.
sealed interface JsonForm extends ExportForm permits EcsForm, NdjsonForm, OcsfForm {
    JsonMapper JSON = new JsonMapper();

    ObjectNode object(AuditEvent event);

    @Override
    default String mediaType() {
        return "application/x-ndjson";
    }

    @Override
    default byte[] head() {
        return new byte[0];
    }

    @Override
    default byte[] line(AuditEvent event) {
        try {
            var object = JSON.writeValueAsBytes(object(event));
            var line = Arrays.copyOf(object, object.length + 1);
            line[object.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON can be written", e);
        }
    }
}
