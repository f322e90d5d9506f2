package dev.countersign;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The rows of the audit trail by minute and hour and by what they say, as they are and as they were counted, looked at
/// in the same moment.
final class CountedRows {

    private CountedRows() {}

    /// What was counted otherwise than it is.
    static List<String> differences(String url) {
        var differences = new ArrayList<String>();
        for (var step : List.of(60, 3_600)) {
            differences.addAll(asked(step, url));
        }
        return differences;
    }

    private static List<String> asked(int step, String url) {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery("""
                        with told as (
                            select concat_ws('|', ledger_id, type, outcome, coalesce(reason, ''), coalesce(country, ''),
                                             coalesce(provider, ''), floor(extract(epoch from recorded_at) / %2$d)) as kind,
                                   count(*) as n
                            from audit_entry group by 1),
                        counted as (
                            select concat_ws('|', %1$s, floor(extract(epoch from at) / %2$d)) as kind, sum(n) as n
                            from (select %1$s, beginning + (i - 1) * step * interval '1 second' as at, n
                                  from audit_count cross join unnest(counts) with ordinality as u(n, i) where step = %2$d
                                  union all select %1$s, minute, change from audit_count_change) both_of
                            group by 1 having sum(n) <> 0)
                        select kind || ': told ' || coalesce(t.n, 0) || ', counted ' || coalesce(c.n, 0)
                        from told t full join counted c using (kind) where t.n is distinct from c.n""".formatted(
                                "ledger_id, type, outcome, reason, country, provider", step))) {
            var rows = new ArrayList<String>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
