package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The months of the audit trail, each a table of its own, so that old ones can be dropped whole.
final class AuditPartitions {
    private final String table;
    private final Set<YearMonth> prepared = new HashSet<>();

    /// @param table that they are parts of; their names begin with its name
    AuditPartitions(String table) {
        this.table = table;
    }

    static YearMonth month(LedgerEntry entry) {
        return YearMonth.from(entry.recordedAt().atOffset(ZoneOffset.UTC));
    }

    /// The name of a month of a table.
    static String name(String table, YearMonth month) {
        return "%s_%d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    }

    /// What a month of a table holds, in SQL.
    static String bounds(YearMonth month) {
        return "for values from ('%s-01Z') to ('%s-01Z')".formatted(month, month.plusMonths(1));
    }

    /// Makes those that some entries need, and that are not there.
    void prepare(List<LedgerEntry> entries, Connection connection) throws SQLException {
        var months = new HashSet<YearMonth>();
        entries.forEach(entry -> months.add(month(entry)));
        months.removeAll(prepared);
        for (var month : months) {
            create(month, connection);
        }
    }

    /// Remembered only once it is seen: the transaction that made it may have failed.
    private void create(YearMonth month, Connection connection) throws SQLException {
        var name = name(table, month);
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("select to_regclass('" + name + "') is not null")) {
                if (row.next() && row.getBoolean(1)) {
                    prepared.add(month);
                    return;
                }
            }
            statement.execute("create table " + name + " partition of " + table + " " + bounds(month));
        }
    }
}
