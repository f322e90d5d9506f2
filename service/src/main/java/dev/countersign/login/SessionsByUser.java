package dev.countersign.login;

import dev.countersign.store.Lookup;
import dev.countersign.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which sessions has this user?
final class SessionsByUser implements Lookup.Query<UserId, UserSessions> {

    private static final String SQL = SessionRow.SELECT
            + " from unnest(?::text[]) k (user_id)"
            + " join app_user u on u.user_id = k.user_id and u.data_key is not null"
            + " left join session s on s.user_id = u.user_id left join phone p on p.user_id = u.user_id"
            + " order by s.started_at, s.session_id, p.registered_at, p.phone_id";

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
    public void read(ResultSet row, Map<UserId, UserSessions> found) throws SQLException {
        var owner = KnownPhoneRow.owner(row);
        var user = found.computeIfAbsent(owner.userId(), id -> new UserSessions(owner, new ArrayList<>()));
        var id = row.getString("session_id");
        if (id == null) {
            return;
        }
        var sessions = user.sessions();
        if (sessions.isEmpty() || !sessions.getLast().sessionId().value().equals(id)) {
            sessions.add(SessionRow.read(row));
        }
        SessionRow.addPhone(row, sessions.getLast());
    }
}
