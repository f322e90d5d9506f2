package dev.countersign.login;

import dev.countersign.session.SessionId;
import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Which session is this?
final class SessionById implements Lookup.Query<SessionId, LiveSession> {

    private static final String SQL = SessionRow.SELECT
            + " from unnest(?::text[]) k (session_id)"
            + " join session s on s.session_id = k.session_id"
            + SessionRow.JOINS
            + SessionRow.PHONES_IN_ORDER;

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<SessionId> keys, Connection connection) throws SQLException {
        var ids = keys.stream().map(SessionId::value).toArray(String[]::new);
        statement.setArray(1, connection.createArrayOf("text", ids));
    }

    @Override
    public void read(ResultSet row, Map<SessionId, LiveSession> found) throws SQLException {
        var id = new SessionId(row.getString("session_id"));
        if (!found.containsKey(id)) {
            found.put(id, SessionRow.read(row));
        }
        SessionRow.addPhone(row, found.get(id));
    }
}
