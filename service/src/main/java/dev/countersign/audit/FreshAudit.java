package dev.countersign.audit;

import dev.countersign.ledger.LedgerReplay.Placed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A second audit trail beside the one that is searched, until it takes its place.
///
/// Its months are filled without any index, and get them all at once when they are put together.
record FreshAudit(Connection connection) {
    private static final AuditTables OLD = AuditTables.SEARCHED;
    private static final AuditTables NEW = AuditTables.FRESH;
    private static final String TABLE = NEW.entries();
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String MONTHS = """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = current_schema() and c.relkind = 'r' and c.relname like '%s\\_____\\___'""";

    /// Starts it, empty. What another start has left is dropped.
    void begin() throws SQLException {
        execute("drop table if exists " + TABLE);
        for (var month : months()) {
            execute("drop table " + month);
        }
        execute("drop table if exists %s, %s".formatted(NEW.counts(), NEW.changes()));
        execute("create table %s (like %s including all) partition by range (recorded_at)"
                .formatted(TABLE, OLD.entries()));
        execute("create table %s (like %s including all)".formatted(NEW.counts(), OLD.counts()));
        execute("create table %s (like %s including all)".formatted(NEW.changes(), OLD.changes()));
    }

    /// Makes the months that some entries need.
    void prepare(List<Placed> entries, TreeSet<YearMonth> prepared) throws SQLException {
        for (var entry : entries) {
            var month = YearMonth.from(entry.recordedAt().atOffset(ZoneOffset.UTC));
            if (prepared.add(month)) {
                execute("create table %s (like %s)".formatted(AuditPartitions.name(TABLE, month), TABLE));
            }
        }
    }

    /// Gives a month its indexes, and makes it a part of the whole.
    void attach(YearMonth month) throws SQLException {
        execute("alter table %s attach partition %s %s"
                .formatted(TABLE, AuditPartitions.name(TABLE, month), AuditPartitions.bounds(month)));
        execute("analyze " + AuditPartitions.name(TABLE, month));
    }

    /// Counts what it holds by now.
    void count() throws SQLException {
        new AuditCounts(NEW).fill(connection);
        execute("analyze " + NEW.counts());
    }

    /// Makes searches wait until the end of the transaction.
    ///
    /// @return false: somebody searched for all that time; the transaction is of no use any more
    boolean lockSearched(Duration patience) throws SQLException {
        execute("set local lock_timeout = " + patience.toMillis());
        try {
            execute("lock table %s, %s, %s in access exclusive mode"
                    .formatted(OLD.entries(), OLD.counts(), OLD.changes()));
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /// Puts it in the place of the one that was searched until now, which is dropped. In the transaction that has
    /// the lock.
    void swap() throws SQLException {
        if (!columns(OLD.entries()).equals(columns(TABLE))
                || !columns(OLD.counts()).equals(columns(NEW.counts()))) {
            throw new IllegalStateException("The audit trail was given another form meanwhile. Start again.");
        }
        execute("drop table %s, %s, %s".formatted(OLD.entries(), OLD.counts(), OLD.changes()));
        rename(NEW.entries(), OLD.entries());
        rename(NEW.counts(), OLD.counts());
    }

    /// Everything whose name begins so. Constraints of keys are renamed with their indexes.
    private void rename(String now, String later) throws SQLException {
        for (var name : named(now)) {
            execute("alter %s %s rename to %s"
                    .formatted(
                            name.kind(), quoted(name.name()), quoted(name.name().replace(now, later))));
        }
    }

    private record Named(String kind, String name) {}

    private List<Named> named(String beginning) throws SQLException {
        var named = new ArrayList<Named>();
        try (var select = connection.prepareStatement("""
                        select case when c.relkind in ('i', 'I') then 'index' else 'table' end, c.relname
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = current_schema() and c.relname like ?""")) {
            select.setString(1, beginning.replace("_", "\\_") + "%");
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    named.add(new Named(row.getString(1), row.getString(2)));
                }
            }
        }
        return named;
    }

    private List<String> columns(String table) throws SQLException {
        var columns = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                select attname || ' ' || atttypid::regtype from pg_attribute
                where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attname""")) {
            select.setString(1, table);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
        }
        return columns;
    }

    private List<String> months() throws SQLException {
        var months = new ArrayList<String>();
        try (var select = connection.prepareStatement(MONTHS.formatted(TABLE.replace("_", "\\_")));
                var row = select.executeQuery()) {
            while (row.next()) {
                months.add(row.getString(1));
            }
        }
        return months;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
