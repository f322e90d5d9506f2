package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns write sets into one data-modifying statement, which under autocommit is one round trip and one commit.
final class WriteStatement {

    /// One text per combination of tables, so that the driver prepares each of them once.
    private static final Map<Set<Write>, String> TEXTS = new ConcurrentHashMap<>();

    private WriteStatement() {}

    static void execute(Connection connection, List<WriteSet> sets) throws SQLException {
        var rows = new EnumMap<Write, List<@Nullable Object[]>>(Write.class);
        for (var set : sets) {
            set.rows()
                    .forEach((write, more) -> rows.computeIfAbsent(write, key -> new ArrayList<>())
                            .addAll(more));
        }
        leaveFollowedOnesAlone(rows);
        if (rows.isEmpty()) {
            return;
        }
        var text = TEXTS.computeIfAbsent(EnumSet.copyOf(rows.keySet()), WriteStatement::text);
        try (var statement = connection.prepareStatement(text)) {
            var parameter = 1;
            for (var entry : rows.entrySet()) {
                var columns = entry.getKey().columns();
                for (var column = 0; column < columns.size(); column++) {
                    statement.setArray(
                            parameter++,
                            connection.createArrayOf(
                                    columns.get(column), column(columns.get(column), entry.getValue(), column)));
                }
            }
            statement.execute();
        }
    }

    /// A challenge that one set closes and another one follows is followed: PostgreSQL would do only one of the
    /// two to its row, and does not say which.
    private static void leaveFollowedOnesAlone(Map<Write, List<@Nullable Object[]>> rows) {
        var followed = rows.getOrDefault(Write.CHALLENGE, List.of()).stream()
                .map(row -> row[0])
                .collect(Collectors.toSet());
        var closed = rows.get(Write.CHALLENGE_CLOSING);
        if (closed != null && closed.removeIf(row -> followed.contains(row[0])) && closed.isEmpty()) {
            rows.remove(Write.CHALLENGE_CLOSING);
        }
    }

    /// All but the last part are common table expressions: PostgreSQL runs each of them exactly once, to its
    /// end.
    private static String text(Set<Write> writes) {
        var ordered = List.copyOf(writes);
        var last = ordered.getLast().sql();
        if (ordered.size() == 1) {
            return last;
        }
        return ordered.subList(0, ordered.size() - 1).stream()
                .map(write -> "write_" + write.ordinal() + " as (" + write.sql() + ")")
                .collect(Collectors.joining(", ", "with ", " " + last));
    }

    private static @Nullable Object[] column(String type, List<@Nullable Object[]> rows, int column) {
        var values = type.equals("bytea") ? new byte[rows.size()][] : new @Nullable Object[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return values;
    }
}
