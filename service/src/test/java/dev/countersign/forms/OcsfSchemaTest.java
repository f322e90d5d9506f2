package dev.countersign.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Entries as events of OCSF, held against the published schema: see [PublishedOcsf].
class OcsfSchemaTest {
    private static OcsfSchema schema;
    private final OcsfForm form = new OcsfForm(Samples.PROJECT);

    @BeforeAll
    static void read() {
        schema = PublishedOcsf.schema();
    }

    static Stream<AuditEvent> samples() {
        return Samples.all();
    }

    @Test
    void itIsTheVersionThatEventsName() throws IOException {
        assertThat(schema.version()).isEqualTo(OcsfForm.VERSION);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyEntryIsAnEvent(AuditEvent event) throws IOException {
        assertThat(OcsfCheck.problems(schema, form.object(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsSpoiltIsFound(AuditEvent event) throws IOException {
        // What `unmapped` holds is ours alone.
        for (var damaged : Damages.of(form.object(event), Set.of("/unmapped"))) {
            assertThat(OcsfCheck.problems(schema, damaged.line()))
                    .as(damaged.what())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "user.UserCreated, class_uid, 9999",
        "user.UserCreated, class_uid, 3002",
        "user.UserCreated, category_uid, 6",
        "user.UserCreated, activity_id, 77",
        "user.UserCreated, activity_id, 6",
        "user.UserCreated, type_uid, 300102",
        "user.UserCreated, severity_id, 7",
        "user.UserCreated, severity_id, 2",
        "user.UserCreated, status_id, 2",
        "user.UserCreated, time, -9999999999999999999",
        "audit.CallRefused, count, 3000000000"
    })
    void numbersThatMayNotBeAreFound(String type, String member, String number) throws IOException {
        var event = sample(type);
        event.put(member, new BigInteger(number));
        assertThat(OcsfCheck.problems(schema, event)).isNotEmpty();
    }

    @Test
    void whatIsMissingIsFound() throws IOException {
        for (var required : List.of(
                "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid", "user")) {
            assertThat(OcsfCheck.problems(schema, sample("user.UserCreated").without(required)))
                    .as(required)
                    .isNotEmpty();
        }
        for (var required : List.of("actor", "api", "src_endpoint")) {
            assertThat(OcsfCheck.problems(schema, sample("audit.CallRefused").without(required)))
                    .as(required)
                    .containsExactly(required + " is missing");
        }
    }

    @Test
    void constraintsThatDoNotHoldAreFound() throws IOException {
        assertThat(problemsWithout("user.UserCreated", "user", "uid"))
                .singleElement()
                .asString()
                .contains("has none of");
        assertThat(OcsfCheck.problems(schema, sample("passcode.CodeVerified").without("service")))
                .singleElement()
                .asString()
                .contains("service", "dst_endpoint");
        var both = sample("session.SessionStarted");
        both.putObject("group").put("name", "all");
        assertThat(OcsfCheck.problems(schema, both)).singleElement().asString().contains("not just one");
    }

    @Test
    void whatAProfileAddsIsForThoseWhoUseIt() throws IOException {
        var event = sample("user.UserCreated");
        event.put("action_id", 1).put("action", "Allowed");
        assertThat(OcsfCheck.problems(schema, event)).contains("action_id is no attribute");

        ((ObjectNode) event.path("metadata")).putArray("profiles").add("security_control");
        assertThat(OcsfCheck.problems(schema, event)).isEmpty();
    }

    @Test
    void formsAndCaptionsThatAreWrongAreFound() throws IOException {
        var noAddress = sample("user.UserCreated");
        ((ObjectNode) noAddress.path("src_endpoint")).put("ip", "203.0.113.***");
        assertThat(OcsfCheck.problems(schema, noAddress)).containsExactly("src_endpoint.ip has not the form of ip_t");
        var nameless = sample("user.NameChanged").without("activity_name");
        assertThat(OcsfCheck.problems(schema, nameless)).contains("activity_name does not belong to activity_id");
        var miscalled = sample("user.UserCreated");
        miscalled.put("severity", "High");
        assertThat(OcsfCheck.problems(schema, miscalled)).containsExactly("severity does not belong to severity_id");
    }

    private List<String> problemsWithout(String type, String object, String member) throws IOException {
        var event = sample(type);
        ((ObjectNode) event.path(object)).remove(member);
        return OcsfCheck.problems(schema, event);
    }

    private ObjectNode sample(String type) {
        return form.object(Samples.full(type, AuditOutcome.AUDIT_OUTCOME_SUCCESS));
    }
}
