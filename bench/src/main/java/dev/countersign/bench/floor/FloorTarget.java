package dev.countersign.bench.floor;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Bare JDBC that writes the rows of the service, on as many connections as there are callers.
public final class FloorTarget implements Target {

    private final Writing writing;
    private final String jdbcUrl;
    private final FloorRows rows;
    private final Queue<Connection> free = new ConcurrentLinkedQueue<>();
    private final Queue<FloorPhone> unverified = new ConcurrentLinkedQueue<>();
    private final Queue<FloorPhone> idle = new ConcurrentLinkedQueue<>();
    private final Queue<FloorPhone> waiting = new ConcurrentLinkedQueue<>();

    /// @param jdbcUrl a database of its own, with the tables of the service
    public FloorTarget(Writing writing, String jdbcUrl, Specimens specimens) {
        this.writing = writing;
        this.jdbcUrl = jdbcUrl;
        this.rows = new FloorRows(specimens);
    }

    @Override
    public String name() {
        return writing.title();
    }

    @Override
    public boolean offers(Operation operation) {
        return Operation.LOGINS.contains(operation);
    }

    @Override
    public int stock(Operation operation) {
        return switch (operation) {
            case NEW -> Integer.MAX_VALUE;
            case FIRST -> unverified.size();
            case KNOWN -> idle.size();
            case AUTHENTICATE -> waiting.size();
            case SESSION, CHECK, CHECK_UNSIGNED -> 0;
        };
    }

    @Override
    public boolean once(Operation operation) throws SQLException {
        return switch (operation) {
            case NEW -> store(operation, FloorPhone.create(), unverified);
            case FIRST -> move(operation, unverified, idle);
            case KNOWN -> issue();
            case AUTHENTICATE -> move(operation, waiting, idle);
            case SESSION, CHECK, CHECK_UNSIGNED -> false;
        };
    }

    private boolean issue() throws SQLException {
        var phone = idle.poll();
        return phone != null && store(Operation.KNOWN, phone.next(), waiting);
    }

    private boolean move(Operation operation, Queue<FloorPhone> from, Queue<FloorPhone> to) throws SQLException {
        var phone = from.poll();
        return phone != null && store(operation, phone, to);
    }

    private boolean store(Operation operation, FloorPhone phone, Queue<FloorPhone> to) throws SQLException {
        var waiting = free.poll();
        var connection = waiting == null ? connect() : waiting;
        writing.store(connection, rows.of(operation, phone));
        free.add(connection);
        to.add(phone);
        return true;
    }

    private Connection connect() throws SQLException {
        var connection = DriverManager.getConnection(jdbcUrl + "&prepareThreshold=3");
        connection.setAutoCommit(writing.autocommit());
        return connection;
    }

    @Override
    public void settle() {
        // Nothing follows from a row.
    }

    @Override
    public void close() {
        for (var connection = free.poll(); connection != null; connection = free.poll()) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("A connection could not be closed.", e);
            }
        }
    }
}
