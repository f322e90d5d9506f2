package dev.countersign.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What keeps entries longer than the rules say.
///
/// @param user null: everything of the project
record Hold(String project, @Nullable String user) {

    /// For `unnest`.
    static java.sql.Array projects(List<Hold> holds, Connection connection) throws SQLException {
        return array(holds.stream().map(Hold::project), connection);
    }

    /// For `unnest`.
    static java.sql.Array users(List<Hold> holds, Connection connection) throws SQLException {
        return array(holds.stream().map(Hold::user), connection);
    }

    private static java.sql.Array array(Stream<@Nullable String> texts, Connection connection) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
