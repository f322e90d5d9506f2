package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The product's own evidence, verified without the product.
@Timeout(180)
class AuditExportIT {

    @Test
    void exportIsProvenOfflineAndAChangeOfItIsFound(@TempDir Path folder) throws IOException {
        var export = folder.resolve("export.ndjson");
        var checkpoint = folder.resolve("checkpoint");
        String key;
        try (var dev = Dev.start(folder.resolve("data"));
                var auditor = dev.auditor()) {
            dev.client().login("+12025550171").success();
            var signed = Eventually.gives(
                    Eventually.SOON,
                    () -> auditor.send(auditor.request("/v1/audit/checkpoint")),
                    answer -> answer.status() == 200);
            key = signed.text("key");
            Files.writeString(checkpoint, signed.text("checkpoint"));
            assertThat(ProductProcess.run(
                            Map.of(
                                    "COUNTERSIGN_DATABASE_URL", dev.databaseUrl(),
                                    "COUNTERSIGN_KEYS_FILE",
                                            folder.resolve("data/keys.json").toString()),
                            "audit",
                            "verify-store",
                            "--up-to-checkpoint",
                            "--key",
                            key,
                            "--checkpoint",
                            "" + checkpoint,
                            dev.credentials().project()))
                    .contains("Proven: the first ");
            Files.write(export, auditor.file("/v1/audit/export", "{}").body());
        }

        assertThat(ProductProcess.run(
                        Map.of(), "audit", "verify", "--key", key, "--checkpoint", "" + checkpoint, "" + export))
                .contains("Proven: the first ");

        var altered = Files.readString(export, StandardCharsets.UTF_8).replaceFirst("ProjectCreated", "ProjectCreatex");
        Files.writeString(export, altered, StandardCharsets.UTF_8);
        assertThat(ProductProcess.fails(Map.of(), "audit", "verify", "--checkpoint", "" + checkpoint, "" + export))
                .contains("DAMAGED: Line 2: Entry 0 was changed");
    }

    @Test
    void exportForOthersIsWhatTheSearchTells(@TempDir Path folder) throws IOException {
        try (var dev = Dev.start(folder.resolve("data"));
                var auditor = dev.auditor()) {
            dev.client().login("+12025550171").success();
            var search = "{\"oldest_first\": true, \"filter\": {\"phone_number\": \"+12025550171\"}}";
            var events = Eventually.gives(
                            Eventually.SOON,
                            () -> auditor.post("/v1/audit/events/search", search),
                            answer -> sent(answer.body()))
                    .body()
                    .path("events");

            var ndjson = auditor.file(
                    "/v1/audit/export",
                    "{\"format\": \"AUDIT_EXPORT_FORMAT_NDJSON\", \"filter\": {\"phone_number\": \"+12025550171\"}}");
            var csv = auditor.file("/v1/audit/export", "{\"format\": \"AUDIT_EXPORT_FORMAT_CSV\"}");

            assertThat(ndjson.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
            assertThat(new String(ndjson.body(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(
                            events.valueStream().map(JsonNode::toString).toList());
            assertThat(csv.headers().firstValue("Content-Type").map(type -> type.replace(" ", "")))
                    .hasValue("text/csv;charset=utf-8;header=present");
            assertThat(new String(csv.body(), StandardCharsets.UTF_8)).startsWith("entry,audit_event_id,recorded_at,");
        }
    }

    private static boolean sent(JsonNode found) {
        return found.path("events")
                .valueStream()
                .anyMatch(event -> event.path("type").asText().equals("passcode.CodeSent"));
    }
}
