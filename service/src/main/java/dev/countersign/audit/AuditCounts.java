package dev.countersign.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Keeps the counts of an audit trail. One at a time.
final class AuditCounts {
    private static final int MOST = 50_000;
    private static final String KEY = Counted.NAMES + ", step, beginning";
    private static final String KEYS =
            "unnest(?::int[], ?::text[], ?::int2[], ?::text[], ?::text[], ?::text[]," + " ?::int[], ?::timestamptz[]";

    private final AuditTables tables;
    private final String add;
    private final String drop;

    AuditCounts(AuditTables tables) {
        this.tables = tables;
        this.add = "insert into " + tables.counts() + " as c (" + KEY + ", counts) select " + KEY + ", more::int[]"
                + " from " + KEYS + ", ?::text[]) as u(" + KEY + ", more) order by " + KEY
                + " on conflict (ledger_id, step, beginning, type, outcome, reason, country, provider) do update"
                + " set counts = (select array_agg(a + b order by i)"
                + " from unnest(c.counts, excluded.counts) with ordinality as both_of(a, b, i))";
        this.drop = "delete from " + tables.counts() + " where (" + KEY + ") in (select * from " + KEYS
                + ")) and 0 = all (counts)";
    }

    /// A row of counts.
    private record Span(Counted counted, CountStep step, Instant beginning) {}

    /// Counts what was noted as changed, as much as is good for one transaction.
    ///
    /// @return whether there may be more
    boolean gather(Connection connection) throws SQLException {
        try (var delete = connection.prepareStatement(
                "delete from %1$s where ctid = any (array(select ctid from %1$s limit ?)) returning %2$s, minute, change"
                        .formatted(tables.changes(), Counted.NAMES))) {
            delete.setInt(1, MOST);
            try (var row = delete.executeQuery()) {
                var read = new Sums();
                while (row.next()) {
                    read.add(row);
                }
                write(read, connection);
                return read.rows >= MOST;
            }
        }
    }

    /// Counts all entries anew, in a transaction of its own.
    void fill(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var select = connection.prepareStatement(
                "select %s, date_trunc('minute', recorded_at, 'UTC'), count(*) from %s group by 1, 2, 3, 4, 5, 6, 7 order by 7"
                        .formatted(Counted.OF_ROW, tables.entries()))) {
            select.setFetchSize(MOST / 10);
            try (var row = select.executeQuery()) {
                var read = new Sums();
                while (row.next()) {
                    read.add(row);
                    if (read.rows == MOST) {
                        write(read, connection);
                        read = new Sums();
                    }
                }
                write(read, connection);
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static final class Sums {
        private final Map<Span, int[]> counts = new HashMap<>();
        private int rows;
        private boolean isFewer;

        private void add(ResultSet row) throws SQLException {
            var counted = Counted.of(row);
            var minute = row.getObject(7, OffsetDateTime.class).toInstant();
            var change = row.getInt(8);
            for (var step : CountStep.values()) {
                var beginning = step.beginning(minute);
                var sums = counts.computeIfAbsent(new Span(counted, step, beginning), span -> new int[step.counts()]);
                sums[step.index(beginning, minute)] += change;
            }
            isFewer |= change < 0;
            rows++;
        }
    }

    private void write(Sums sums, Connection connection) throws SQLException {
        var spans = new ArrayList<>(sums.counts.keySet());
        try (var statement = connection.prepareStatement(add)) {
            var keys = keys(spans, connection);
            for (var i = 0; i < keys.size(); i++) {
                statement.setArray(i + 1, keys.get(i));
            }
            statement.setArray(
                    keys.size() + 1,
                    column("text", spans, span -> text(Objects.requireNonNull(sums.counts.get(span))), connection));
            statement.executeUpdate();
        }
        if (sums.isFewer) {
            drop(spans, connection);
        }
    }

    /// Nothing shall tell of what is not there any more.
    private void drop(List<Span> spans, Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(drop)) {
            var keys = keys(spans, connection);
            for (var i = 0; i < keys.size(); i++) {
                statement.setArray(i + 1, keys.get(i));
            }
            statement.executeUpdate();
        }
    }

    private static List<Array> keys(List<Span> spans, Connection connection) throws SQLException {
        return List.of(
                column("int4", spans, span -> span.counted().ledgerId(), connection),
                column("text", spans, span -> span.counted().type(), connection),
                column("int2", spans, span -> span.counted().outcome(), connection),
                column("text", spans, span -> span.counted().reason(), connection),
                column("text", spans, span -> span.counted().country(), connection),
                column("text", spans, span -> span.counted().provider(), connection),
                column("int4", spans, span -> span.step().seconds(), connection),
                column("timestamptz", spans, Span::beginning, connection));
    }

    private static Array column(String type, List<Span> spans, Function<Span, Object> value, Connection connection)
            throws SQLException {
        return connection.createArrayOf(
                type, spans.stream().map(value).map(Object::toString).toArray());
    }

    private static String text(int[] counts) {
        return Arrays.toString(counts).replace('[', '{').replace(']', '}');
    }
}
