package dev.countersign.audit;

import dev.countersign.keys.Stamps;
import dev.countersign.project.ProjectId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// Where an entry stands in the trail of a project.
record AuditPlace(Instant recordedAt, long entry) {
    private static final String USE = "audit-cursor";

    /// What leads on from here; good for this project only.
    String cursor(ProjectId project, Stamps stamps) {
        var content = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt))
                .putLong(entry)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(stamps.stamped(project, USE, content));
    }

    /// @throws IllegalArgumentException if it is not a cursor that was handed out to this project
    static AuditPlace of(String cursor, ProjectId project, Stamps stamps) {
        try {
            var content = ByteBuffer.wrap(
                    stamps.open(project, USE, Base64.getUrlDecoder().decode(cursor)));
            return new AuditPlace(Instant.EPOCH.plus(content.getLong(), ChronoUnit.MICROS), content.getLong());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Not a cursor", e);
        }
    }
}
