package dev.countersign.forms;

import dev.countersign.project.ProjectId;
import dev.countersign.v1.AuditEvent;
import dev.countersign.v1.AuditExportFormat;

/// What a file of entries looks like. Each entry stands for itself, so that a file has any size. Safe for many threads.
public sealed interface ExportForm permits CsvForm, JsonForm {

    /// @throws IllegalArgumentException for evidence, which is not made of what is told
    static ExportForm of(AuditExportFormat format, ProjectId project) {
        return switch (format) {
            case AUDIT_EXPORT_FORMAT_NDJSON -> new NdjsonForm();
            case AUDIT_EXPORT_FORMAT_CSV -> new CsvForm();
            case AUDIT_EXPORT_FORMAT_OCSF -> new OcsfForm(project);
            case AUDIT_EXPORT_FORMAT_ECS -> new EcsForm(project);
            case AUDIT_EXPORT_FORMAT_UNSPECIFIED, AUDIT_EXPORT_FORMAT_EVIDENCE, UNRECOGNIZED ->
                throw new IllegalArgumentException("Not made of what is told: " + format);
        };
    }

    String mediaType();

    /// What stands before the first entry, with its line end; empty: nothing.
    byte[] head();

    /// An entry in UTF-8, with its line end.
    byte[] line(AuditEvent event);
}
