package dev.countersign.login;

import dev.countersign.privacy.Sealed;
import dev.countersign.store.Lookup;
import dev.countersign.user.PhoneId;
import dev.countersign.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which phones does this user have?
final class PhonesByUser implements Lookup.Query<UserId, List<OwnedPhone>> {

    private static final String SQL = """
            select p.* from unnest(?::text[]) k (user_id) join phone p on p.user_id = k.user_id
            order by p.registered_at, p.phone_id""";

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
    public void read(ResultSet row, Map<UserId, List<OwnedPhone>> found) throws SQLException {
        found.computeIfAbsent(new UserId(row.getString("user_id")), user -> new ArrayList<>(1))
                .add(new OwnedPhone(
                        new PhoneId(row.getString("phone_id")),
                        new Sealed(row.getBytes("sealed_number")),
                        KnownPhoneRow.state(row)));
    }
}
