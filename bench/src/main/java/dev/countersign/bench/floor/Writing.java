package dev.countersign.bench.floor;

import dev.countersign.bench.load.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// How the rows of an operation get into the database. Each way is one commit.
public enum Writing {
    /// A statement for each table, the events as a batch, and an explicit commit: what one writes first.
    STATEMENTS("floor") {
        @Override
        void store(Connection connection, Commit commit) throws SQLException {
            for (var row : commit.others()) {
                try (var statement = connection.prepareStatement(row.sql())) {
                    row.bind(statement, 1);
                    statement.executeUpdate();
                }
            }
            try (var statement =
                    connection.prepareStatement(commit.events().getFirst().sql())) {
                for (var event : commit.events()) {
                    event.bind(statement, 1);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    },

    /// One statement for all tables under autocommit: one round trip.
    ONE_STATEMENT("best floor") {
        private final Map<Operation, String> texts = new ConcurrentHashMap<>();

        @Override
        void store(Connection connection, Commit commit) throws SQLException {
            var text = texts.computeIfAbsent(commit.operation(), operation -> text(commit));
            try (var statement = connection.prepareStatement(text)) {
                var parameter = 1;
                for (var row : commit.others()) {
                    parameter = row.bind(statement, parameter);
                }
                for (var event : commit.events()) {
                    parameter = event.bind(statement, parameter);
                }
                statement.executeUpdate();
            }
        }
    };

    private final String title;

    Writing(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean autocommit() {
        return this == ONE_STATEMENT;
    }

    abstract void store(Connection connection, Commit commit) throws SQLException;

    private static String text(Commit commit) {
        var parts = commit.others().stream()
                .map(row -> "write_%d as (%s)".formatted(commit.others().indexOf(row), row.sql()))
                .collect(Collectors.joining(", ", "with ", " "));
        var event = commit.events().getFirst().sql();
        var values = event.substring(event.indexOf('(', event.indexOf("values")));
        return parts + event + (", " + values).repeat(commit.events().size() - 1);
    }
}
