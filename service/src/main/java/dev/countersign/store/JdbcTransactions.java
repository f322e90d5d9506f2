package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/// Ordinary database transactions for the bookkeeping of streaming processors: one connection per thread from begin to
/// end, taken when first used. A transaction begun within another joins it.
final class JdbcTransactions implements TransactionManager, ConnectionProvider {

    private final DataSource database;
    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    /// @param database gives connections without autocommit
    JdbcTransactions(DataSource database) {
        this.database = database;
    }

    @Override
    public Transaction startTransaction() {
        var outer = current.get();
        if (outer != null) {
            return new Joined(outer);
        }
        var open = new Open();
        current.set(open);
        return open;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var open = current.get();
        if (open == null) {
            throw new SQLException("No transaction was begun in this thread.");
        }
        return open.connection();
    }

    private final class Open implements Transaction {
        private @Nullable Connection connection;
        private boolean doomed;

        private Connection connection() throws SQLException {
            var opened = connection == null ? database.getConnection() : connection;
            connection = opened;
            return ConnectionWrapperFactory.wrap(opened, new ConnectionWrapperFactory.NoOpCloseHandler());
        }

        @Override
        public void commit() {
            end(!doomed);
        }

        @Override
        public void rollback() {
            end(false);
        }

        private void end(boolean commit) {
            current.remove();
            var ending = connection;
            if (ending == null) {
                return;
            }
            try (ending) {
                if (commit) {
                    ending.commit();
                } else {
                    ending.rollback();
                }
            } catch (SQLException e) {
                throw SqlFailures.translate(e);
            }
        }
    }

    private record Joined(Open outer) implements Transaction {
        @Override
        public void commit() {
            // The outer one commits.
        }

        @Override
        public void rollback() {
            outer.doomed = true;
        }
    }
}
