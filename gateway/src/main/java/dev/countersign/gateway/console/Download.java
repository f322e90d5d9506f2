package dev.countersign.gateway.console;

import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.ServiceCalls;
import dev.countersign.gateway.StreamEndpoint;
import dev.countersign.v1.AuditExportFormat;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.ExportAuditEventsRequest;
import dev.countersign.v1.ExportAuditEventsResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Request;

/// `GET /console/api/export`: an export as a file that the browser keeps as it comes, however large; `noted` is an
/// `ExportAuditEventsRequest`, see [Noted]. `HEAD` is refused: the whole of it would be read for nothing.
final class Download {
    private final Visits visits;
    private final AsAuditor export;

    Download(ServiceCalls calls, Visits visits, Semaphore permits) {
        this.visits = visits;
        this.export = new AsAuditor(
                StreamEndpoint.of(
                        AuditServiceGrpc.getExportAuditEventsMethod(),
                        ExportAuditEventsResponse.BODY_FIELD_NUMBER,
                        call -> request(call.request()),
                        calls,
                        permits),
                visits);
    }

    Reply begin(HttpCall call) throws IOException {
        GetOnly.check(call.request());
        var _ = visits.require(call.request());
        var name = name(request(call.request()).getFormat());
        var reply = export.answer(call);
        return (response, callback) -> {
            response.getHeaders().add("Content-Disposition", "attachment; filename=\"" + name + "\"");
            response.getHeaders().add("Content-Security-Policy", "sandbox");
            reply.send(response, callback);
        };
    }

    private static ExportAuditEventsRequest request(Request request) {
        var message = ExportAuditEventsRequest.newBuilder();
        Noted.merge(request, message);
        return message.build();
    }

    private static String name(AuditExportFormat format) {
        return switch (format) {
            case AUDIT_EXPORT_FORMAT_UNSPECIFIED, AUDIT_EXPORT_FORMAT_EVIDENCE, UNRECOGNIZED -> "audit-evidence.ndjson";
            case AUDIT_EXPORT_FORMAT_NDJSON -> "audit.ndjson";
            case AUDIT_EXPORT_FORMAT_CSV -> "audit.csv";
            case AUDIT_EXPORT_FORMAT_OCSF -> "audit-ocsf.ndjson";
            case AUDIT_EXPORT_FORMAT_ECS -> "audit-ecs.ndjson";
        };
    }
}
