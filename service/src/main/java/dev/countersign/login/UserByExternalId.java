package dev.countersign.login;

import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Whom does a caller call so?
final class UserByExternalId implements Lookup.Query<UserByExternalId.Key, KnownUser> {

    private static final String SQL = KnownPhoneRow.SELECT
            + ", u.external_id_hash from unnest(?::text[], ?::bytea[]) k (project_id, hash)"
            + " join app_user u on u.project_id = k.project_id and u.external_id_hash = k.hash"
            + KnownUserRow.PHONES;

    record Key(ProjectId project, ExternalIdHash id) {}

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<Key> keys, Connection connection) throws SQLException {
        var projects = keys.stream().map(key -> key.project().value()).toArray(String[]::new);
        var hashes = keys.stream().map(key -> key.id().value()).toArray(byte[][]::new);
        statement.setArray(1, connection.createArrayOf("text", projects));
        statement.setArray(2, connection.createArrayOf("bytea", hashes));
    }

    @Override
    public void read(ResultSet row, Map<Key, KnownUser> found) throws SQLException {
        var owner = KnownPhoneRow.owner(row);
        var hash = new ExternalIdHash(row.getBytes("external_id_hash"));
        KnownUserRow.add(row, owner, new Key(owner.projectId(), hash), found);
    }
}
