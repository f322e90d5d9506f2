package dev.countersign.retention;

import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/// How long a project keeps the entries of a class.
///
/// @param months whole ones
public record Retention(ProjectId project, RetentionClass entries, int months) {

    /// What was recorded before this is dropped: the beginning of a month, in UTC, so many whole months ago.
    public Instant before(Instant now) {
        return YearMonth.from(now.atOffset(ZoneOffset.UTC))
                .minusMonths(months)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
