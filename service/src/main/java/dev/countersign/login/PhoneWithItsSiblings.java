package dev.countersign.login;

import dev.countersign.store.Lookup;
import dev.countersign.user.PhoneId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which phone is this, and which others has its user?
final class PhoneWithItsSiblings implements Lookup.Query<PhoneId, List<KnownPhone>> {

    private static final String SQL = KnownPhoneRow.SELECT
            + ", k.phone_id as asked from unnest(?::text[]) k (phone_id)"
            + " join phone a on a.phone_id = k.phone_id join phone p on p.user_id = a.user_id"
            + KnownPhoneRow.JOINS
            + " order by p.registered_at, p.phone_id";

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
    public void read(ResultSet row, Map<PhoneId, List<KnownPhone>> found) throws SQLException {
        found.computeIfAbsent(new PhoneId(row.getString("asked")), asked -> new ArrayList<>(1))
                .add(KnownPhoneRow.read(row));
    }
}
