package dev.countersign.bench.process;

import java.sql.Connection;
import java.sql.SQLException;

/// The process of PostgreSQL behind a connection.
public record Backend(long pid) {

    public static Backend of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return new Backend(row.getLong(1));
        }
    }

    /// CPU time that it used so far.
    public long cpuNanos() {
        return ProcStat.cpu(pid);
    }
}
