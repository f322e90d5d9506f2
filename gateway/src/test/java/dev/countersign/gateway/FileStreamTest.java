package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that come in pieces.
@Timeout(60)
class FileStreamTest {
    private static final String PATH = "/v1/audit/export";
    private static final ByteString PIECE = ByteString.copyFrom(new byte[64 * 1024]);

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void fileIsThePiecesWithItsType() throws Exception {
        var piece = new AtomicInteger();
        rig.service().plays(request -> switch (piece.incrementAndGet()) {
            case 1 -> piece("text/csv", ByteString.copyFromUtf8("a,"));
            case 2 -> piece("", ByteString.copyFromUtf8("b\n"));
            default -> piece("", ByteString.EMPTY);
        });

        var response = rig.post(PATH, "{\"format\": \"AUDIT_EXPORT_FORMAT_EVIDENCE\", \"size\": \"7\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("a,b\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(rig.service().heard().request())
                .isEqualTo(ExportAuditEventsRequest.newBuilder()
                        .setFormat(AuditExportFormat.AUDIT_EXPORT_FORMAT_EVIDENCE)
                        .setSize(7)
                        .build());
    }

    @Test
    void refusalIsToldAsAnywhere() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_CHECKPOINT_NOT_FOUND));

        StytchError.check(rig.post(PATH, "{}"), 404, "checkpoint_not_found");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatFailsLaterBreaksTheAnswerOff(HttpClient.Version version) throws Exception {
        var piece = new AtomicInteger();
        rig.service().plays(request -> {
            if (piece.incrementAndGet() == 3) {
                throw Refusals.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE);
            }
            return piece("text/csv", PIECE);
        });

        try (var client = HttpClient.newBuilder().version(version).build()) {
            var request = rig.to(PATH)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.send(request, BodyHandlers.ofByteArray()));
        }
    }

    /// Neither in the memory of the gateway nor in the one of the service piles up what nobody takes.
    @Test
    void whoGoesAwayEndsTheCall() throws Exception {
        rig.service().plays(request -> piece("text/csv", PIECE));

        try (var client = HttpClient.newHttpClient()) {
            var request = rig.to(PATH)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            try (var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
            }
            client.shutdownNow();
        }

        rig.service().awaitEndOfExport();
    }

    private static ExportAuditEventsResponse piece(String type, ByteString data) {
        return ExportAuditEventsResponse.newBuilder()
                .setBody(HttpBody.newBuilder().setContentType(type).setData(data))
                .build();
    }
}
