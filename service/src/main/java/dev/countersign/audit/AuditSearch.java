package dev.countersign.audit;

import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds entries in the audit trail, a page at a time.
final class AuditSearch {
    private static final int PATIENCE_SECONDS = 5;

    private final DataSource database;
    private final PersonalData personal;

    AuditSearch(DataSource database, PersonalData personal) {
        this.database = database;
        this.personal = personal;
    }

    /// @param position among all events
    record Found(AuditPlace place, long position) {}

    /// @param after null: from the beginning
    List<Found> find(ProjectId project, Wanted wanted, @Nullable AuditPlace after, boolean oldestFirst, int most) {
        var where = Where.of(project)
                .and(wanted.from(), "recorded_at >= ?")
                .and(wanted.before(), "recorded_at < ?")
                .kinds(wanted)
                .others(wanted, project, personal);
        if (after != null) {
            where.and(
                    "(recorded_at, entry) " + (oldestFirst ? ">" : "<") + " (?, ?)",
                    after.recordedAt().atOffset(ZoneOffset.UTC),
                    after.entry());
        }
        var order = oldestFirst ? "recorded_at, entry" : "recorded_at desc, entry desc";
        return query(
                "select recorded_at, entry, position from audit_entry where " + where.text() + " order by " + order
                        + " limit ?",
                where,
                most);
    }

    private List<Found> query(String sql, Where where, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            select.setInt(where.set(select, 1), most);
            var found = new ArrayList<Found>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var at = row.getObject(1, OffsetDateTime.class).toInstant();
                    found.add(new Found(new AuditPlace(at, row.getLong(2)), row.getLong(3)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
