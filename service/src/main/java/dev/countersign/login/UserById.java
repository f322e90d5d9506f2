package dev.countersign.login;

import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import dev.countersign.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Who is this, and with which phones?
final class UserById implements Lookup.Query<UserById.Key, KnownUser> {

    private static final String SQL = KnownPhoneRow.SELECT
            + " from unnest(?::text[], ?::text[]) k (project_id, user_id)"
            + " join app_user u on u.user_id = k.user_id and u.project_id = k.project_id and u.data_key is not null"
            + KnownUserRow.PHONES;

    record Key(ProjectId project, UserId user) {}

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<Key> keys, Connection connection) throws SQLException {
        var projects = keys.stream().map(key -> key.project().value()).toArray(String[]::new);
        var users = keys.stream().map(key -> key.user().value()).toArray(String[]::new);
        statement.setArray(1, connection.createArrayOf("text", projects));
        statement.setArray(2, connection.createArrayOf("text", users));
    }

    @Override
    public void read(ResultSet row, Map<Key, KnownUser> found) throws SQLException {
        var owner = KnownPhoneRow.owner(row);
        KnownUserRow.add(row, owner, new Key(owner.projectId(), owner.userId()), found);
    }
}
