package dev.countersign.audit;

import dev.countersign.audit.CountSums.Kind;
import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Refusal;
import dev.countersign.store.SqlFailures;
import dev.countersign.v1.AuditDimension;
import dev.countersign.v1.AuditSeries;
import dev.countersign.v1.ErrorReason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// Counts entries over time: as they were counted when they came, where that tells it, or else one by one.
record AuditCounting(DataSource database, PersonalData personal) {
    private static final int PATIENCE_SECONDS = 5;
    private static final int FETCHED = 5_000;
    private static final int MOST_ENTRIES = 50_000;

    /// @param apart by what they are counted apart
    /// @throws Refusal `AUDIT_COUNT_TOO_LARGE`
    List<AuditSeries> count(ProjectId project, Wanted wanted, CountRange range, Set<AuditDimension> apart) {
        var sums = new CountSums(range.steps());
        if (apart.isEmpty()) {
            var _ = sums.of(Kind.ALL);
        }
        if (wanted.isCounted()) {
            addCounted(project, wanted, range, apart, sums);
        } else {
            addEntries(project, wanted, range, apart, sums);
        }
        return sums.series();
    }

    /// In one statement, so that nothing that is gathered meanwhile is missed or comes twice.
    private void addCounted(
            ProjectId project, Wanted wanted, CountRange range, Set<AuditDimension> apart, CountSums sums) {
        var step = range.finest();
        var gathered = Where.of(project)
                .kinds(wanted)
                .and(
                        "step = ? and beginning >= ? and beginning < ?",
                        step.seconds(),
                        step.beginning(range.from()),
                        range.before());
        var changed = Where.of(project).kinds(wanted).and("minute >= ? and minute < ?", range.from(), range.before());
        var kind = kind(apart);
        query(
                "select " + kind + ", beginning, counts::text from audit_count where " + gathered.text()
                        + " union all select " + kind
                        + ", minute, '{' || sum(change) || '}' from audit_count_change where "
                        + changed.text() + " group by 1, 2, 3, 4, 5, 6",
                select -> changed.set(select, gathered.set(select, 1)),
                row -> {
                    var counts = sums.of(kind(row));
                    var at = row.getObject(6, OffsetDateTime.class).toInstant();
                    for (var count : counts(row.getString(7))) {
                        var index = range.index(at);
                        if (index >= 0 && index < range.steps()) {
                            counts[index] += count;
                        }
                        at = at.plusSeconds(step.seconds());
                    }
                });
    }

    private void addEntries(
            ProjectId project, Wanted wanted, CountRange range, Set<AuditDimension> apart, CountSums sums) {
        var where = Where.of(project)
                .and("recorded_at >= ? and recorded_at < ?", range.from(), range.before())
                .kinds(wanted)
                .others(wanted, project, personal);
        var entries = new long[1];
        query(
                "select " + kind(apart)
                        + ", date_trunc('minute', recorded_at, 'UTC'), count(*) from (select * from audit_entry where "
                        + where.text() + " limit " + (MOST_ENTRIES + 1) + ") e group by 1, 2, 3, 4, 5, 6",
                select -> where.set(select, 1),
                row -> {
                    entries[0] += row.getLong(7);
                    if (entries[0] > MOST_ENTRIES) {
                        throw Refusal.of(ErrorReason.ERROR_REASON_AUDIT_COUNT_TOO_LARGE);
                    }
                    sums.of(kind(row))[
                            range.index(row.getObject(6, OffsetDateTime.class).toInstant())] += row.getLong(7);
                });
    }

    /// The columns of a [Kind].
    private static String kind(Set<AuditDimension> apart) {
        return text(apart, AuditDimension.AUDIT_DIMENSION_TYPE, "type") + ", "
                + (apart.contains(AuditDimension.AUDIT_DIMENSION_OUTCOME) ? "outcome" : "0::int2") + ", "
                + text(apart, AuditDimension.AUDIT_DIMENSION_REASON, "reason") + ", "
                + text(apart, AuditDimension.AUDIT_DIMENSION_COUNTRY, "country") + ", "
                + text(apart, AuditDimension.AUDIT_DIMENSION_PROVIDER, "provider");
    }

    private static String text(Set<AuditDimension> apart, AuditDimension dimension, String column) {
        return apart.contains(dimension) ? "coalesce(" + column + ", '')" : "''::text";
    }

    private static Kind kind(ResultSet row) throws SQLException {
        return new Kind(row.getString(1), row.getInt(2), row.getString(3), row.getString(4), row.getString(5));
    }

    /// Of PostgreSQL's text form of an array.
    private static long[] counts(String array) {
        return Arrays.stream(array.substring(1, array.length() - 1).split(","))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private interface Values {
        int set(PreparedStatement statement) throws SQLException;
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void query(String sql, Values values, Row taken) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false); // or else all rows are fetched at once
            select.setQueryTimeout(PATIENCE_SECONDS);
            select.setFetchSize(FETCHED);
            var _ = values.set(select);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    taken.take(row);
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
