package dev.countersign.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries as documents of the Elastic Common Schema, held against what Elastic publishes.
class EcsSchemaTest {
    private static final EcsSchema SCHEMA = EcsSchema.published();
    private final EcsForm form = new EcsForm(Samples.PROJECT);

    static Stream<AuditEvent> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyEntryIsADocument(AuditEvent event) {
        assertThat(SCHEMA.problems(form.object(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsSpoiltIsFound(AuditEvent event) {
        // What `labels` holds has any name, and its values are texts and lists of them.
        for (var damaged : Damages.of(form.object(event), Set.of("/labels"))) {
            assertThat(SCHEMA.problems(damaged.line())).as(damaged.what()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@timestamp", "ecs"})
    void whatIsMissingIsFound(String required) {
        assertThat(SCHEMA.problems(sample().without(required))).isNotEmpty();
    }

    @Test
    void valuesThatMayNotBeAreFound() {
        assertThat(problemsWith("outcome", "perhaps")).containsExactly("event.outcome may not be perhaps");
        assertThat(problemsWith("kind", "thing")).containsExactly("event.kind may not be thing");
        var wrongType = sample();
        event(wrongType).putArray("type").add("connection");
        assertThat(SCHEMA.problems(wrongType)).containsExactly("event.type may not be connection for its categories");
        var noCategory = sample();
        event(noCategory).putArray("category").add("telephony");
        assertThat(SCHEMA.problems(noCategory)).contains("event.category may not be telephony");
        var noAddress = sample();
        ((ObjectNode) noAddress.path("source")).put("ip", "203.0.113.***");
        assertThat(SCHEMA.problems(noAddress)).containsExactly("source.ip is no ip");
        var noLabel = sample();
        ((ObjectNode) noLabel.path("labels")).putObject("deep").put("a", "b");
        assertThat(SCHEMA.problems(noLabel)).containsExactly("labels is no object");
        var otherVersion = sample();
        ((ObjectNode) otherVersion.path("ecs")).put("version", "1.0.0");
        assertThat(SCHEMA.problems(otherVersion)).isNotEmpty();
    }

    private List<String> problemsWith(String member, String value) {
        var document = sample();
        event(document).put(member, value);
        return SCHEMA.problems(document);
    }

    private static ObjectNode event(ObjectNode document) {
        return (ObjectNode) document.path("event");
    }

    private ObjectNode sample() {
        return form.object(Samples.full("passcode.CodeMismatched", AuditOutcome.AUDIT_OUTCOME_FAILURE));
    }
}
