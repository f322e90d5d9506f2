package dev.countersign.audit;

import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        var where = new Where();
        where.and("ledger_id = (select ledger_id from ledger where name = ?)", project.value());
        wanted.from().ifPresent(at -> where.and("recorded_at >= ?", at.atOffset(ZoneOffset.UTC)));
        wanted.before().ifPresent(at -> where.and("recorded_at < ?", at.atOffset(ZoneOffset.UTC)));
        where.andIf("type = ?", wanted.type());
        where.andIf("outcome = ?", wanted.outcome().map(outcome -> (short) outcome.getNumber()));
        where.andIf("reason = ?", wanted.reason());
        where.andIf("user_id = ?", wanted.user());
        where.andIf(
                "phone_hash = ?",
                wanted.number().map(number -> personal.hash(project, number).value()));
        where.andIf("challenge_id = ?", wanted.challenge());
        where.andIf("session_id = ?", wanted.session());
        where.andIf("ip_hash = ?", wanted.address().map(address -> personal.hash(project, address)));
        where.andIf("country = ?", wanted.country());
        where.andIf("provider = ?", wanted.provider());
        where.andIf("request_id = ?", wanted.request());
        if (after != null) {
            where.and(
                    "(recorded_at, entry) " + (oldestFirst ? ">" : "<") + " (?, ?)",
                    after.recordedAt().atOffset(ZoneOffset.UTC),
                    after.entry());
        }
        var order = oldestFirst ? "recorded_at, entry" : "recorded_at desc, entry desc";
        return query(
                "select recorded_at, entry, position from audit_entry where " + where.text + " order by " + order
                        + " limit ?",
                where,
                most);
    }

    private List<Found> query(String sql, Where where, int most) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            for (var i = 0; i < where.values.size(); i++) {
                select.setObject(i + 1, where.values.get(i));
            }
            select.setInt(where.values.size() + 1, most);
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

    /// Conditions that are joined by `and`.
    private static final class Where {
        private final StringBuilder text = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        private void and(String condition, Object... more) {
            text.append(text.isEmpty() ? "" : " and ").append(condition);
            values.addAll(List.of(more));
        }

        private void andIf(String condition, Optional<?> value) {
            value.ifPresent(present -> and(condition, present));
        }
    }
}
