package dev.countersign.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What keeps entries longer than the rules say.
///
/// @param user null: everything of the project
record Hold(String project, @Nullable String user) {
    private static final String PLACED = "project.HoldPlaced";
    private static final String LIFTED = "project.HoldLifted";

    private record Name(String project, String hold) {}

    /// All that were placed and not lifted, as the events of the projects say.
    static List<Hold> all(Connection connection) throws SQLException {
        var all = new LinkedHashMap<Name, Hold>();
        new ProjectEvents(connection).tell(List.of(PLACED, LIFTED), (project, type, content) -> {
            var name = new Name(project, content.path("hold").asText());
            if (type.equals(PLACED)) {
                all.put(name, new Hold(project, content.path("user").textValue()));
            } else {
                all.remove(name);
            }
        });
        return List.copyOf(all.values());
    }

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
