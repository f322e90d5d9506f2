package dev.countersign.retention;

import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
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

    private record Rule(String project, RetentionClass entries) {}

    /// All that were set, as the events of the projects say.
    public static List<Retention> all(Connection connection) throws SQLException {
        var all = new LinkedHashMap<Rule, Retention>();
        new ProjectEvents(connection).tell(List.of("project.RetentionChanged"), (project, type, content) -> {
            var rule = new Rule(
                    project, RetentionClass.valueOf(content.path("entries").asText()));
            if (content.hasNonNull("months")) {
                all.put(
                        rule,
                        new Retention(
                                new ProjectId(project),
                                rule.entries(),
                                content.path("months").asInt()));
            } else {
                all.remove(rule);
            }
        });
        return List.copyOf(all.values());
    }
}
