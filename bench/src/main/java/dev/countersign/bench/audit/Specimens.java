package dev.countersign.bench.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Some sessions from all over the month, and what they are found by.
record Specimens(List<Specimen> all, String busiest) {
    private static final int COUNT = 1_000;

    /// Of how many entries they are taken, about.
    private static final int LOOKED_AT = 20_000;

    record Specimen(String user, String challenge, String session, String request) {}

    Specimen at(int number) {
        return all.get(number % all.size());
    }

    /// Of anybody but the busiest, whose entries are too many to be counted one by one.
    static Specimens of(DataSource database) throws SQLException {
        var sample = "audit_entry tablesample system (%f)".formatted(Math.min(100, LOOKED_AT * 100.0 / size(database)));
        var busiest = busiest(sample, database);
        var all = new ArrayList<Specimen>();
        try (var connection = database.getConnection();
                var row = connection.createStatement().executeQuery("""
                        select s.user_id, v.challenge_id, s.session_id, s.request_id
                        from (select * from %s
                              where session_id is not null and user_id <> '%s' and request_id <> '%s' limit %d) s
                        cross join lateral (
                            select challenge_id from audit_entry e
                            where e.ledger_id = s.ledger_id and (e.recorded_at, e.entry) < (s.recorded_at, s.entry)
                            order by e.recorded_at desc, e.entry desc limit 1) v
                        where v.challenge_id is not null""".formatted(sample, busiest, Month.SHARED_REQUEST, COUNT))) {
            while (row.next()) {
                all.add(new Specimen(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return new Specimens(all, busiest);
    }

    private static String busiest(String sample, DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var row = connection
                        .createStatement()
                        .executeQuery("select user_id from " + sample + " where user_id is not null"
                                + " group by 1 order by count(*) desc limit 1")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long size(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var row = connection.createStatement().executeQuery("select max(size) from ledger")) {
            row.next();
            return row.getLong(1);
        }
    }
}
