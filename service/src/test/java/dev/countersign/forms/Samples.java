package dev.countersign.forms;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Entries of all types, with as much and as little in them as there can be.
public final class Samples {
    static final ProjectId PROJECT = ProjectId.random(Environment.TEST);
    private static final Path APPROVED = Path.of("src/test/resources/approved");

    private Samples() {}

    /// The stored names of all events.
    public static List<String> types() {
        try (var files = Files.list(APPROVED)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.v[0-9]+\\.json$", ""))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<AuditEvent> all() {
        return Stream.concat(types().stream(), Stream.of("later.Unheard"))
                .flatMap(type -> Stream.of(
                        bare(type),
                        full(type, AuditOutcome.AUDIT_OUTCOME_FAILURE),
                        full(type, AuditOutcome.AUDIT_OUTCOME_SUCCESS)));
    }

    static AuditEvent bare(String type) {
        return AuditEvent.newBuilder()
                .setAuditEventId("018f0000-0000-7000-8000-000000000001")
                .setEntry(3_000_000_000L)
                .setRecordedAt(Timestamp.newBuilder().setSeconds(1_767_323_045L).setNanos(123_456_000))
                .setType(type)
                .build();
    }

    static AuditEvent full(String type, AuditOutcome outcome) {
        return bare(type).toBuilder()
                .setOutcome(outcome)
                .setReason(outcome == AuditOutcome.AUDIT_OUTCOME_FAILURE ? "TOO_MANY_GUESSES" : "")
                .setUserId("user-test-33333333-3333-4333-8333-333333333333")
                .setPhoneId("phone-number-test-44444444-4444-4444-8444-444444444444")
                .setPhoneNumber("+1 202 ***-**62")
                .setChallengeId("challenge-018f0000-0000-7000-8000-000000000001")
                .setSessionId("session-test-55555555-5555-4555-8555-555555555555")
                .setIpAddress("2001:db8:0:0:0:0:0:0")
                .setCountry("US")
                .setProvider("webhook")
                .setRequestId("request-id-test-66666666-6666-4666-8666-666666666666")
                .setSecretId("secret-test-22222222-2222-4222-8222-222222222222")
                .setSystem("expiry-sweep")
                .setDetails(Struct.newBuilder()
                        .putAllFields(Map.of(
                                "rpc", text("countersign.v1.PasscodeService/Authenticate"),
                                "count", number(7),
                                "calls", number(3),
                                "revealed",
                                        Value.newBuilder().setBoolValue(true).build(),
                                "roles", list(text("admin"), text("editor")),
                                "filter", list(text("type=a"), text("phone=?")),
                                "secretId", text("secret-test-22222222-2222-4222-8222-222222222222"),
                                "hold", text("CASE-17"),
                                "entries", text("LOGINS"),
                                "name", text("Shop"))))
                .build();
    }

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    private static Value list(Value... values) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(List.of(values)))
                .build();
    }
}
