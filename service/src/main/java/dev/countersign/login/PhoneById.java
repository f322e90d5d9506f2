package dev.countersign.login;

import dev.countersign.store.Lookup;
import dev.countersign.user.PhoneId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Which phone is this?
final class PhoneById implements Lookup.Query<PhoneId, KnownPhone> {

    private static final String SQL = KnownPhoneRow.SELECT
            + " from unnest(?::text[]) k (phone_id) join phone p on p.phone_id = k.phone_id"
            + KnownPhoneRow.JOINS;

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<PhoneId> keys, Connection connection) throws SQLException {
        var ids = keys.stream().map(PhoneId::value).toArray(String[]::new);
        statement.setArray(1, connection.createArrayOf("text", ids));
    }

    @Override
    public void read(ResultSet row, Map<PhoneId, KnownPhone> found) throws SQLException {
        var phone = KnownPhoneRow.read(row);
        found.put(phone.phoneId(), phone);
    }
}
