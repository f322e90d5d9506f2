package dev.countersign.retention;

import dev.countersign.ledger.Ledgers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Drops the tables of past months that hold no entry any more, within the transaction of a connection.
record EmptyMonths(Connection connection) {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /// While nobody writes the ledgers and nobody searches; does nothing if somebody searches for long.
    ///
    /// @return how many
    int drop(Instant now) throws SQLException {
        var past = past(now);
        if (past.isEmpty()) {
            return 0;
        }
        Ledgers.pause(connection);
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '200ms'");
            statement.execute("lock table audit_entry in access exclusive mode");
            var dropped = 0;
            for (var month : past) {
                if (isEmpty(month)) {
                    statement.execute("drop table " + month);
                    dropped++;
                }
            }
            return dropped;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                connection.rollback();
                return 0;
            }
            throw e;
        }
    }

    /// Those before the last month that are empty at a first look.
    private List<String> past(Instant now) throws SQLException {
        var last = YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(1);
        var newest = "audit_entry_%d_%02d".formatted(last.getYear(), last.getMonthValue());
        var past = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = to_regclass('audit_entry') and c.relname like 'audit\\_entry\\_____\\___'
                      and c.relname < ? order by 1""")) {
            select.setString(1, newest);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    past.add(row.getString(1));
                }
            }
        }
        var empty = new ArrayList<String>();
        for (var month : past) {
            if (isEmpty(month)) {
                empty.add(month);
            }
        }
        return empty;
    }

    private boolean isEmpty(String month) throws SQLException {
        return !isTrue("select exists (select from " + month + ")");
    }

    private boolean isTrue(String question) throws SQLException {
        try (var select = connection.prepareStatement(question);
                var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
