package dev.countersign;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// The rows of the audit trail by minute or hour and by what they say, as they are and as they were counted.
final class CountedRows {
    private static final String KIND = "ledger_id, type, outcome, reason, country, provider";

    private CountedRows() {}

    static Map<String, Long> told(int step, String url) {
        return asked("""
                select concat_ws('|', ledger_id, type, outcome, coalesce(reason, ''), coalesce(country, ''),
                                 coalesce(provider, ''), floor(extract(epoch from recorded_at) / %d)), count(*)
                from audit_entry group by 1""".formatted(step), url);
    }

    static Map<String, Long> counted(int step, String url) {
        return asked("""
                select concat_ws('|', %1$s, floor(extract(epoch from at) / %2$d)), sum(n)
                from (select %1$s, beginning + (i - 1) * step * interval '1 second' as at, n
                      from audit_count cross join unnest(counts) with ordinality as u(n, i) where step = %2$d
                      union all select %1$s, minute, change from audit_count_change) both_of
                group by 1 having sum(n) <> 0""".formatted(KIND, step), url);
    }

    private static Map<String, Long> asked(String question, String url) {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery(question)) {
            var rows = new TreeMap<String, Long>();
            while (row.next()) {
                rows.put(row.getString(1), row.getLong(2));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
