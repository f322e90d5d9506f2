package dev.countersign.store;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/// What an SQL failure means for the caller, by the classes of PostgreSQL's error codes (its manual, appendix A).
public final class SqlFailures {

    private SqlFailures() {}

    /// A conflict, an unreachable database, or else a defect of ours.
    public static RuntimeException translate(SQLException e) {
        if (isUnavailable(e)) {
            return new StoreUnavailable(e);
        }
        return isConflict(e) ? new WriteConflict(constraint(e)) : new IllegalStateException("The database refused.", e);
    }

    /// True if a failure, or what caused it, is an unreachable database.
    public static boolean isUnavailable(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailable || cause instanceof SQLException e && isUnavailable(e)) {
                return true;
            }
        }
        return false;
    }

    static boolean isUnavailable(SQLException e) {
        var state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLRecoverableException
                || state != null
                        && (state.startsWith("08") // connection
                                || state.startsWith("53") // insufficient resources
                                || state.startsWith("57") // operator intervention: shutdown, cancelled
                                || state.startsWith("58") // system error
                                || state.equals("25006")); // read only: a standby
    }

    private static boolean isConflict(SQLException e) {
        var state = e.getSQLState();
        return PSQLState.UNIQUE_VIOLATION.getState().equals(state)
                || PSQLState.SERIALIZATION_FAILURE.getState().equals(state)
                || PSQLState.DEADLOCK_DETECTED.getState().equals(state);
    }

    private static String constraint(SQLException e) {
        var server = e instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        var name = server == null ? null : server.getConstraint();
        return name == null ? "deadlock" : name;
    }
}
