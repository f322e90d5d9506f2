package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;

/// The months of the audit trail, each a table of its own, so that old ones can be dropped whole.
final class AuditPartitions {
    private final String table;

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

    /// Makes those that some entries need, and that are not there. Nothing is remembered: while nobody writes the
    /// ledgers, months may be dropped, or put in the place of others.
    void prepare(List<LedgerEntry> entries, Connection connection) throws SQLException {
        var months = new HashSet<YearMonth>();
        entries.forEach(entry -> months.add(month(entry)));
        for (var month : months) {
            if (!isThere(month, connection)) {
                create(month, connection);
            }
        }
    }

    private boolean isThere(YearMonth month, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select to_regclass(?) is not null")) {
            select.setString(1, name(table, month));
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void create(YearMonth month, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table " + name(table, month) + " partition of " + table + " " + bounds(month));
        }
    }
}
