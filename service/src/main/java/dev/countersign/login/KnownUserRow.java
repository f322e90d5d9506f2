package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;

/// A user beside one of the phones, or beside none, as a row.
final class KnownUserRow {

    static final String PHONES = """

            left join phone p on p.user_id = u.user_id
            left join newest_challenge c on c.phone_id = p.phone_id
            order by u.user_id, p.registered_at, p.phone_id""";

    private KnownUserRow() {}

    static <K> void add(ResultSet row, Owner owner, K key, Map<K, KnownUser> found) throws SQLException {
        var user = found.computeIfAbsent(key, k -> new KnownUser(owner, new ArrayList<>(1)));
        if (row.getString("phone_id") != null) {
            user.phones().add(KnownPhoneRow.read(row));
        }
    }
}
