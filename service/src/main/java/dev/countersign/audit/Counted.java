package dev.countersign.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What entries are counted by. Texts are empty where there is none.
record Counted(int ledgerId, String type, int outcome, String reason, String country, String provider) {
    static final String NAMES = "ledger_id, type, outcome, reason, country, provider";

    /// The same in SQL, of a row of entries.
    static final String OF_ROW =
            "ledger_id, type, outcome, coalesce(reason, ''), coalesce(country, '')," + " coalesce(provider, '')";

    /// Of a row as [AuditRows] makes it.
    static Counted of(@Nullable Object[] row) {
        return new Counted(
                (int) Objects.requireNonNull(row[AuditRows.LEDGER]),
                text(row[AuditRows.TYPE]),
                (int) Objects.requireNonNull(row[AuditRows.OUTCOME]),
                text(row[AuditRows.REASON]),
                text(row[AuditRows.COUNTRY]),
                text(row[AuditRows.PROVIDER]));
    }

    /// Of a row that has these columns first.
    static Counted of(ResultSet row) throws SQLException {
        return new Counted(
                row.getInt(1), row.getString(2), row.getInt(3), row.getString(4), row.getString(5), row.getString(6));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
