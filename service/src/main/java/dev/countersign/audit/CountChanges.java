package dev.countersign.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Notes what became more, in the transaction that writes the rows. That takes no row that anybody else needs, so that
/// who drops old rows at the same time is in nobody's way.
final class CountChanges {
    private static final long MINUTE = 60;

    private final String insert;

    CountChanges(AuditTables tables) {
        insert = "insert into " + tables.changes() + " (" + Counted.NAMES + ", minute, change)"
                + " select * from unnest(?::int[], ?::text[], ?::int2[], ?::text[], ?::text[], ?::text[],"
                + " ?::timestamptz[], ?::int[])";
    }

    private record Key(Counted counted, long minute) {}

    private record Change(Counted counted, long minute, int change) {}

    /// @param rows as [AuditRows] makes them
    void added(List<@Nullable Object[]> rows, Connection connection) throws SQLException {
        var changes = new HashMap<Key, Integer>();
        for (var row : rows) {
            var at = (Instant) Objects.requireNonNull(row[AuditRows.RECORDED_AT]);
            changes.merge(new Key(Counted.of(row), Math.floorDiv(at.getEpochSecond(), MINUTE)), 1, Integer::sum);
        }
        insert(
                changes.entrySet().stream()
                        .map(entry -> new Change(
                                entry.getKey().counted(), entry.getKey().minute(), entry.getValue()))
                        .toList(),
                connection);
    }

    private void insert(List<Change> changes, Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(insert)) {
            var columns = new Columns(changes, connection);
            statement.setArray(1, columns.of("int4", change -> change.counted().ledgerId()));
            statement.setArray(2, columns.of("text", change -> change.counted().type()));
            statement.setArray(3, columns.of("int2", change -> change.counted().outcome()));
            statement.setArray(4, columns.of("text", change -> change.counted().reason()));
            statement.setArray(5, columns.of("text", change -> change.counted().country()));
            statement.setArray(6, columns.of("text", change -> change.counted().provider()));
            statement.setArray(7, columns.of("timestamptz", change -> Instant.ofEpochSecond(change.minute() * MINUTE)));
            statement.setArray(8, columns.of("int4", Change::change));
            statement.executeUpdate();
        }
    }

    private record Columns(List<Change> changes, Connection connection) {
        Array of(String type, Function<Change, Object> value) throws SQLException {
            return connection.createArrayOf(
                    type, changes.stream().map(value).map(Object::toString).toArray());
        }
    }
}
