package dev.countersign.login;

import dev.countersign.session.SessionId;
import dev.countersign.store.Lookup;
import dev.countersign.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many sessions has this user, and which are the oldest?
final class SessionEndsByUser implements Lookup.Query<UserId, List<SessionEnd>> {

    private static final String SQL = "select s.user_id, s.session_id, s.expires_at"
            + " from unnest(?::text[]) k (user_id) join session s on s.user_id = k.user_id"
            + " order by s.started_at, s.session_id";

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<UserId> keys, Connection connection) throws SQLException {
        var ids = keys.stream().map(UserId::value).toArray(String[]::new);
        statement.setArray(1, connection.createArrayOf("text", ids));
    }

    @Override
    public void read(ResultSet row, Map<UserId, List<SessionEnd>> found) throws SQLException {
        found.computeIfAbsent(new UserId(row.getString("user_id")), user -> new ArrayList<>())
                .add(new SessionEnd(
                        new SessionId(row.getString("session_id")), KnownPhoneRow.instant(row, "expires_at")));
    }
}
