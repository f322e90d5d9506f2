package dev.countersign.postgres;

import java.sql.DriverManager;
import java.sql.SQLException;

/// Statements on connections of their own.
final class Sql {
    private Sql() {}

    static void run(String jdbcUrl, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of the first row.
    static String ask(String jdbcUrl, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
