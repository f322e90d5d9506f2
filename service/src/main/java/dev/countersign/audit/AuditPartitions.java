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
    private final Set<YearMonth> prepared = new HashSet<>();

    /// Makes those that some entries need, and that are not there.
    void prepare(List<LedgerEntry> entries, Connection connection) throws SQLException {
        var months = new HashSet<YearMonth>();
        entries.forEach(entry -> months.add(YearMonth.from(entry.recordedAt().atOffset(ZoneOffset.UTC))));
        months.removeAll(prepared);
        for (var month : months) {
            create(month, connection);
        }
    }

    /// Remembered only once it is seen: the transaction that made it may have failed.
    private void create(YearMonth month, Connection connection) throws SQLException {
        var name = "audit_entry_%d_%02d".formatted(month.getYear(), month.getMonthValue());
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("select to_regclass('" + name + "') is not null")) {
                if (row.next() && row.getBoolean(1)) {
                    prepared.add(month);
                    return;
                }
            }
            statement.execute("create table %s partition of audit_entry for values from ('%s-01Z') to ('%s-01Z')"
                    .formatted(name, month, month.plusMonths(1)));
        }
    }
}
