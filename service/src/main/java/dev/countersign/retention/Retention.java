package dev.countersign.retention;

import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

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

    /// All that were set.
    public static List<Retention> all(Connection connection) throws SQLException {
        var all = new ArrayList<Retention>();
        try (var select = connection.prepareStatement(
                        "select project_id, entries, months from retention order by project_id, entries");
                var row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Retention(
                        new ProjectId(row.getString(1)), RetentionClass.parse(row.getString(2)), row.getInt(3)));
            }
        }
        return all;
    }
}
