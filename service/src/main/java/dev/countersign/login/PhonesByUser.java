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

/// Which phones has this user? There may be none.
final class PhonesByUser implements Lookup.Query<UserId, UserPhones> {

    private static final String SQL = KnownPhoneRow.SELECT
            + " from unnest(?::text[]) k (user_id)"
            + " join app_user u on u.user_id = k.user_id and u.data_key is not null"
            + " left join phone p on p.user_id = u.user_id"
            + " left join newest_challenge c on c.phone_id = p.phone_id"
            + " order by p.registered_at, p.phone_id";

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
    public void read(ResultSet row, Map<UserId, UserPhones> found) throws SQLException {
        var owner = KnownPhoneRow.owner(row);
        var user = found.computeIfAbsent(owner.userId(), id -> new UserPhones(owner, new ArrayList<>()));
        if (row.getString("phone_id") != null) {
            user.phones().add(KnownPhoneRow.read(row));
        }
    }
}
