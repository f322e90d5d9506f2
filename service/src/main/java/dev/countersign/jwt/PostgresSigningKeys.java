package dev.countersign.jwt;

import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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

    /// The oldest first.
    List<Row> of(ProjectId project) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select key_id, sealed_key, signs_from, published_until from signing_key
                        where project_id = ? order by ordinal""")) {
            select.setString(1, project.value());
            var rows = new ArrayList<Row>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var until = row.getObject("published_until", OffsetDateTime.class);
                    rows.add(new Row(
                            row.getString("key_id"),
                            row.getBytes("sealed_key"),
                            row.getObject("signs_from", OffsetDateTime.class).toInstant(),
                            until == null ? null : until.toInstant()));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    boolean isProject(ProjectId project) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select from project where project_id = ?")) {
            select.setString(1, project.value());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Signs from now on. Does nothing if the project has a first key already.
    void addFirst(ProjectId project, String id, byte[] sealed, Instant now) {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("""
                        insert into signing_key (key_id, project_id, ordinal, sealed_key, created_at, signs_from)
                        values (?, ?, 1, ?, ?, ?) on conflict (project_id, ordinal) do nothing""")) {
            insert.setString(1, id);
            insert.setString(2, project.value());
            insert.setBytes(3, sealed);
            insert.setObject(4, now.atOffset(ZoneOffset.UTC));
            insert.setObject(5, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
