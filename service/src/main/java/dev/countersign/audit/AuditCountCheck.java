package dev.countersign.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Finds out whether what was counted are the rows that are there. In one statement, so that nothing changes meanwhile.
record AuditCountCheck(Connection connection) {
    private static final String KIND = "type, outcome, reason, country, provider";

    /// Rows that nobody writes so, and that would be read in another way than they are looked at here.
    private static final String ODD = """
            select beginning from audit_count
            where ledger_id = ?
                  and (step not in (60, 3600)
                       or beginning <> date_trunc(case step when 60 then 'hour' else 'day' end, beginning, 'UTC')
                       or array_ndims(counts) <> 1 or array_lower(counts, 1) <> 1
                       or array_position(counts, null) is not null
                       or cardinality(counts) <> case step when 60 then 60 else 24 end)
            limit 1""";

    private static final String WRONG = """
            with told as (
                select date_trunc('minute', recorded_at, 'UTC') as minute, type, outcome, coalesce(reason, '') as reason,
                       coalesce(country, '') as country, coalesce(provider, '') as provider, count(*) as n
                from audit_entry
                where ledger_id = ? group by 1, 2, 3, 4, 5, 6),
            changed as (
                select minute, KIND, change as n from audit_count_change where ledger_id = ?),
            counted as (
                select c.step, c.beginning + (i - 1) * c.step * interval '1 second' as at, KIND, n
                from audit_count c cross join unnest(c.counts) with ordinality as u(n, i) where ledger_id = ? and n <> 0),
            differences as (
                select 60 as step, minute as at, KIND, n from told
                union all select 3600, date_trunc('hour', minute, 'UTC'), KIND, n from told
                union all select 60, minute, KIND, -n from changed
                union all select 3600, date_trunc('hour', minute, 'UTC'), KIND, -n from changed
                union all select step, at, KIND, -n from counted)
            select type, at from differences group by step, at, KIND having sum(n) <> 0 limit 1""".replace("KIND", KIND);

    /// What is wrong first; empty: nothing.
    Optional<String> firstWrong(int ledgerId) throws SQLException {
        try (var select = connection.prepareStatement(ODD)) {
            select.setInt(1, ledgerId);
            try (var row = select.executeQuery()) {
                if (row.next()) {
                    return Optional.of(
                            "The view has a row of counts of %s that is of no form".formatted(row.getString(1)));
                }
            }
        }
        try (var select = connection.prepareStatement(WRONG)) {
            select.setInt(1, ledgerId);
            select.setInt(2, ledgerId);
            select.setInt(3, ledgerId);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                "The view has another count of %s at %s".formatted(row.getString(1), row.getString(2)))
                        : Optional.empty();
            }
        }
    }
}
