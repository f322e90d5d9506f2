package dev.countersign.login;

import dev.countersign.project.ProjectId;
import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Who has this number?
final class PhoneByNumber implements Lookup.Query<PhoneByNumber.Key, KnownPhone> {

    private static final String SQL = KnownPhoneRow.SELECT
            + ", p.number_hash from unnest(?::text[], ?::bytea[]) k (project_id, hash)"
            + " join phone p on p.project_id = k.project_id and p.number_hash = k.hash"
            + KnownPhoneRow.JOINS;

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
    public void read(ResultSet row, Map<Key, KnownPhone> found) throws SQLException {
        var phone = KnownPhoneRow.read(row);
        found.put(new Key(phone.owner().projectId(), new NumberHash(row.getBytes("number_hash"))), phone);
    }
}
