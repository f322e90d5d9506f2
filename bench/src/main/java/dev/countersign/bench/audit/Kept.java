package dev.countersign.bench.audit;

import dev.countersign.keys.KeyRing;
import dev.countersign.project.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/// What a filled database is of no use without, and is kept in it.
///
/// @param credentials of an auditor
record Kept(String keys, String credentials, Instant from) {

    KeyRing keyRing() {
        return KeyRing.parse(keys);
    }

    Month month() {
        return new Month(new ProjectId(credentials.substring(0, credentials.indexOf(':'))), from);
    }

    void keep(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table bench_kept (keys text, credentials text, beginning timestamptz)");
            try (var insert = connection.prepareStatement("insert into bench_kept values (?, ?, ?)")) {
                insert.setString(1, keys);
                insert.setString(2, credentials);
                insert.setObject(3, from.atOffset(ZoneOffset.UTC));
                insert.executeUpdate();
            }
        }
    }

    /// Empty: it was never filled to the end.
    static Optional<Kept> in(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var there = connection.createStatement().executeQuery("select to_regclass('bench_kept') is not null")) {
            there.next();
            if (!there.getBoolean(1)) {
                return Optional.empty();
            }
            try (var row = connection.createStatement().executeQuery("select * from bench_kept")) {
                return row.next()
                        ? Optional.of(new Kept(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        }
    }
}
