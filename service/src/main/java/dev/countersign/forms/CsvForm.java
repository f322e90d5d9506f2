package dev.countersign.forms;

import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// RFC 4180 in UTF-8, with a header; fit to be opened in a spreadsheet: see [CsvCell].
record CsvForm() implements ExportForm {
    static final List<String> COLUMNS = List.of(
            "entry",
            "audit_event_id",
            "recorded_at",
            "type",
            "outcome",
            "reason",
            "user_id",
            "phone_id",
            "phone_number",
            "challenge_id",
            "session_id",
            "ip_address",
            "country",
            "provider",
            "request_id",
            "secret_id",
            "system",
            "details");
    private static final String END = "\r\n";

    @Override
    public String mediaType() {
        return "text/csv; charset=utf-8; header=present";
    }

    @Override
    public byte[] head() {
        return (String.join(",", COLUMNS) + END).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] line(AuditEvent event) {
        var cells = List.of(
                event.getAuditEventId(),
                AuditEventJson.recordedAt(event).toString(),
                event.getType(),
                outcome(event.getOutcome()),
                event.getReason(),
                event.getUserId(),
                event.getPhoneId(),
                event.getPhoneNumber(),
                event.getChallengeId(),
                event.getSessionId(),
                event.getIpAddress(),
                event.getCountry(),
                event.getProvider(),
                event.getRequestId(),
                event.getSecretId(),
                event.getSystem());
        return cells.stream()
                .map(CsvCell::text)
                .collect(Collectors.joining(
                        ",", event.getEntry() + ",", "," + CsvCell.json(AuditEventJson.of(event.getDetails())) + END))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String outcome(AuditOutcome outcome) {
        return switch (outcome) {
            case AUDIT_OUTCOME_SUCCESS -> "success";
            case AUDIT_OUTCOME_FAILURE -> "failure";
            case AUDIT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
