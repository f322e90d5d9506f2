package dev.countersign.revocation;

import dev.countersign.project.ProjectId;
import dev.countersign.session.SessionId;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import javax.sql.DataSource;

/// Revocations in the event store, by an index that holds no other events. Whose session it was stands in the first
/// event of its stream.
public final class PostgresRevocationLog implements RevocationLog {

    private static final String AT = "(convert_from(e.payload, 'UTF8')::jsonb ->> 'at')::timestamptz";

    /// One snapshot: whatever is below the head can be seen in it.
    private static final String AFTER = """
            select h.head, r.global_index, r.session_id, r.at, r.first ->> 'projectId' project_id,
                   r.first ->> 'userId' user_id
            from (select coalesce(max(global_index), 0) head from event) h
            left join lateral (
                select e.global_index, e.aggregate_id session_id, %s at,
                       (select convert_from(s.payload, 'UTF8')::jsonb from event s
                        where s.aggregate_id = e.aggregate_id and s.sequence_number = 0) first
                from event e where e.payload_type = 'session.SessionRevoked' and e.global_index > ?
                order by e.global_index limit ?) r on true
            order by r.global_index""".formatted(AT);

    private static final String BEFORE = """
            select coalesce((select e.global_index from event e
                             where e.payload_type = 'session.SessionRevoked' and %s < ?
                             order by e.global_index desc limit 1), 0)""".formatted(AT);

    private final DataSource database;

    private interface Reading<T> {
        T read(PreparedStatement select) throws SQLException;
    }

    public PostgresRevocationLog(DataSource database) {
        this.database = database;
    }

    @Override
    public Look after(long position, int most) {
        return ask(AFTER, select -> {
            select.setLong(1, position);
            select.setInt(2, most);
            return look(select, position, most);
        });
    }

    private static Look look(PreparedStatement select, long position, int most) throws SQLException {
        var revocations = new ArrayList<Revocation>();
        var head = position;
        try (var row = select.executeQuery()) {
            while (row.next()) {
                head = Math.max(position, row.getLong("head"));
                if (row.getString("session_id") != null) {
                    revocations.add(revocation(row));
                }
            }
        }
        return revocations.size() == most
                ? new Look(revocations, revocations.getLast().position(), false)
                : new Look(revocations, head, true);
    }

    private static Revocation revocation(ResultSet row) throws SQLException {
        return new Revocation(
                row.getLong("global_index"),
                new ProjectId(row.getString("project_id")),
                new SessionId(row.getString("session_id")),
                new UserId(row.getString("user_id")),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    @Override
    public long head() {
        return ask("select coalesce(max(global_index), 0) from event", PostgresRevocationLog::number);
    }

    @Override
    public long before(Instant at) {
        return ask(BEFORE, select -> {
            select.setObject(1, at.atOffset(ZoneOffset.UTC));
            return number(select);
        });
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private <T> T ask(String sql, Reading<T> reading) {
        try (Connection connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            return reading.read(select);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
