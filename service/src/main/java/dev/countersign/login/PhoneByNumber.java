package dev.countersign.login;

import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Who has this number, or has left wrong guesses under it?
final class PhoneByNumber implements Lookup.Query<PhoneByNumber.Key, NumberEntry> {

    private static final String SQL = KnownPhoneRow.SELECT
            + ", p.project_id as of_project, p.number_hash from unnest(?::text[], ?::bytea[]) k (project_id, hash)"
            + " join phone p on p.project_id = k.project_id and p.number_hash = k.hash"
            + " left join app_user u on u.user_id = p.user_id"
            + " left join newest_challenge c on c.phone_id = p.phone_id";

    record Key(ProjectId project, NumberHash number) {}

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<Key> keys, Connection connection) throws SQLException {
        var projects = keys.stream().map(key -> key.project().value()).toArray(String[]::new);
        var hashes = keys.stream().map(key -> key.number().value()).toArray(byte[][]::new);
        statement.setArray(1, connection.createArrayOf("text", projects));
        statement.setArray(2, connection.createArrayOf("bytea", hashes));
    }

    @Override
    public void read(ResultSet row, Map<Key, NumberEntry> found) throws SQLException {
        var key = new Key(new ProjectId(row.getString("of_project")), new NumberHash(row.getBytes("number_hash")));
        found.put(key, row.getString("user_id") == null ? KnownPhoneRow.readRemoved(row) : KnownPhoneRow.read(row));
    }
}
