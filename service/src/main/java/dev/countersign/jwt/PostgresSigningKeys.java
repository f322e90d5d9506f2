package dev.countersign.jwt;

import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Signing keys in their table, sealed. They are no part of any project's story, so there is no event of them.
public final class PostgresSigningKeys {

    private final DataSource database;

    public PostgresSigningKeys(DataSource database) {
        this.database = database;
    }

    /// @param publishedUntil null: no end is set
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            String id,
            byte[] sealed,
            Instant signsFrom,
            @Nullable Instant publishedUntil) {}

    /// The oldest first; empty if there is no such project.
    Optional<List<Row>> of(ProjectId project) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select k.key_id, k.sealed_key, k.signs_from, k.published_until
                        from project p left join signing_key k on k.project_id = p.project_id
                        where p.project_id = ? order by k.ordinal""")) {
            select.setString(1, project.value());
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(rows(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// From the current one on. A project without keys has one, of nulls.
    private static List<Row> rows(ResultSet row) throws SQLException {
        var rows = new ArrayList<Row>();
        do {
            if (row.getString("key_id") instanceof String id) {
                var until = row.getObject("published_until", OffsetDateTime.class);
                rows.add(new Row(
                        id,
                        row.getBytes("sealed_key"),
                        row.getObject("signs_from", OffsetDateTime.class).toInstant(),
                        until == null ? null : until.toInstant()));
            }
        } while (row.next());
        return rows;
    }

    /// A key that nobody has seen yet.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record NewKey(String id, byte[] sealed, Instant createdAt, Instant signsFrom) {}

    /// Adds a key in the place that `ordinal` numbers, and sets the end of those before it, unless it is set.
    /// False, and nothing is done: another process has filled that place.
    boolean add(ProjectId project, int ordinal, NewKey key, Instant olderUntil) {
        try (var connection = database.getConnection();
                var add = connection.prepareStatement("""
                        with added as (
                            insert into signing_key (key_id, project_id, ordinal, sealed_key, created_at, signs_from)
                            values (?, ?, ?, ?, ?, ?) on conflict (project_id, ordinal) do nothing
                            returning project_id, ordinal),
                        ended as (
                            update signing_key k set published_until = ? from added a
                            where k.project_id = a.project_id and k.ordinal < a.ordinal and k.published_until is null)
                        select count(*) from added""")) {
            add.setString(1, key.id());
            add.setString(2, project.value());
            add.setInt(3, ordinal);
            add.setBytes(4, key.sealed());
            add.setObject(5, key.createdAt().atOffset(ZoneOffset.UTC));
            add.setObject(6, key.signsFrom().atOffset(ZoneOffset.UTC));
            add.setObject(7, olderUntil.atOffset(ZoneOffset.UTC));
            try (var row = add.executeQuery()) {
                row.next();
                return row.getInt(1) == 1;
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// The newest key of a project.
    record Newest(ProjectId project, int ordinal, String id, Instant signsFrom) {}

    /// Empty: the project has none.
    Optional<Newest> newest(ProjectId project) {
        return newest("where project_id = ?", select -> select.setString(1, project.value())).stream()
                .findFirst();
    }

    /// Of all projects that have one.
    List<Newest> newest() {
        return newest("", select -> {});
    }

    private interface Binding {
        void bind(PreparedStatement select) throws SQLException;
    }

    private List<Newest> newest(String condition, Binding binding) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select distinct on (project_id) project_id, ordinal, key_id, signs_from from signing_key "
                                + condition + " order by project_id, ordinal desc")) {
            binding.bind(select);
            var found = new ArrayList<Newest>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Newest(
                            new ProjectId(row.getString("project_id")),
                            row.getInt("ordinal"),
                            row.getString("key_id"),
                            row.getObject("signs_from", OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Forgets the keys that were published until then or before.
    void removeEnded(Instant until) {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from signing_key where published_until <= ?")) {
            delete.setObject(1, until.atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
