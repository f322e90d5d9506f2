package dev.countersign.bench.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.bench.process.GatewayProcess;
import dev.countersign.bench.process.ServiceProcess;
import dev.countersign.bench.report.Progress;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.ExportAuditEventsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/// Exports everything in each form, over gRPC and through the gateway, one export after the other.
public final class ExportRun implements AutoCloseable {
    public static final int STEPS = 13;

    private static final List<AuditExportFormat> FORMS = List.of(
            AuditExportFormat.AUDIT_EXPORT_FORMAT_EVIDENCE,
            AuditExportFormat.AUDIT_EXPORT_FORMAT_NDJSON,
            AuditExportFormat.AUDIT_EXPORT_FORMAT_CSV,
            AuditExportFormat.AUDIT_EXPORT_FORMAT_OCSF,
            AuditExportFormat.AUDIT_EXPORT_FORMAT_ECS);
    private static final int BUFFER = 64 * 1024;

    private final ServiceProcess service;
    private final GatewayProcess gateway;
    private final String authorization;
    private final Progress progress;
    private final ManagedChannel channel;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new ArrayList<>();
    private long most;

    public ExportRun(ServiceProcess service, GatewayProcess gateway, String authorization, Progress progress) {
        this.service = service;
        this.gateway = gateway;
        this.authorization = authorization;
        this.progress = progress;
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
                .usePlaintext()
                .build();
    }

    /// What came, without keeping it.
    private final class Count {
        private long bytes;
        private long rows;
        private long heap;

        private void add(byte[] piece, int length) {
            bytes += length;
            for (var i = 0; i < length; i++) {
                rows += piece[i] == '\n' ? 1 : 0;
            }
            // In the middle of it, as far as that is known.
            if (heap == 0 && most > 0 && rows > most / 2) {
                heap = service.heapInUse();
            }
        }
    }

    /// Reads a whole export.
    private interface Way {
        void read(AuditExportFormat form, Count count) throws IOException, InterruptedException;
    }

    /// True if each form has all lines. Evidence ends at a checkpoint.
    public boolean measure() throws IOException, InterruptedException {
        progress.begin("warm-up");
        var warm = new Count();
        overGrpc(AuditExportFormat.AUDIT_EXPORT_FORMAT_NDJSON, warm);
        most = warm.rows;
        var isWhole = true;
        for (var form : FORMS) {
            isWhole &= measured(form, "gRPC", this::overGrpc);
            isWhole &= measured(form, "gateway", this::overHttp);
        }
        return isWhole;
    }

    private boolean measured(AuditExportFormat form, String by, Way way) throws IOException, InterruptedException {
        var name = form.name().substring("AUDIT_EXPORT_FORMAT_".length());
        progress.begin(name + ", " + by);
        var count = new Count();
        var start = System.nanoTime();
        way.read(form, count);
        var seconds = (System.nanoTime() - start) / 1e9;
        lines.add("| %s | %s | %,d | %.0f | %.1f | %,.0f | %.1f | %.0f |"
                .formatted(
                        name,
                        by,
                        count.rows,
                        count.bytes / 1e6,
                        seconds,
                        count.rows / seconds,
                        count.bytes / 1e6 / seconds,
                        count.heap / 1e6));
        return form == AuditExportFormat.AUDIT_EXPORT_FORMAT_EVIDENCE || count.rows >= most;
    }

    private void overGrpc(AuditExportFormat form, Count count) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        AuditServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .exportAuditEvents(
                        ExportAuditEventsRequest.newBuilder().setFormat(form).build())
                .forEachRemaining(piece -> {
                    var bytes = piece.getBody().getData().toByteArray();
                    count.add(bytes, bytes.length);
                });
    }

    private void overHttp(AuditExportFormat form, Count count) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/audit/export"))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        "{\"format\":\"%s\"}".formatted(form).getBytes(UTF_8)))
                .build();
        try (var in = http.send(request, BodyHandlers.ofInputStream()).body()) {
            var buffer = new byte[BUFFER];
            for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                count.add(buffer, length);
            }
        }
    }

    /// A table for people.
    public String text() {
        return "| form | by | lines | MB | s | lines a second | MB a second | heap in the middle, MB |\n"
                + "| --- | --- | --: | --: | --: | --: | --: | --: |\n"
                + String.join("\n", lines);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        http.close();
    }
}
