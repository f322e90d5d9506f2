package dev.countersign.login;

import dev.countersign.privacy.Sealed;
import dev.countersign.session.SessionId;
import dev.countersign.session.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;

/// A session beside one phone of its user, as a row; beside nothing if the user has none any more.
final class SessionRow {

    static final String SELECT = KnownPhoneRow.SELECT_BARE + """
            , s.session_id, s.token_hash, s.sealed_token, s.attributes, s.started_at, s.expires_at, s.custom_claims,
            s.factors, s.last_accessed_at""";

    /// From the session `s` to its user and the phones. Of a user who was erased nothing can be read.
    static final String JOINS = """

            join app_user u on u.user_id = s.user_id and u.data_key is not null
            left join phone p on p.user_id = s.user_id""";

    /// The order in which [LiveSession#phones] come.
    static final String PHONES_IN_ORDER = " order by p.registered_at, p.phone_id";

    private SessionRow() {}

    /// Still without phones: they are added to its list.
    static LiveSession read(ResultSet row) throws SQLException {
        return new LiveSession(
                new SessionId(row.getString("session_id")),
                KnownPhoneRow.owner(row),
                new Sealed(row.getBytes("sealed_token")),
                KnownPhoneRow.nullableSealed(row, "attributes"),
                KnownPhoneRow.instant(row, "started_at"),
                KnownPhoneRow.instant(row, "last_accessed_at"),
                new SessionState(
                        KnownPhoneRow.instant(row, "expires_at"),
                        KnownPhoneRow.nullableSealed(row, "custom_claims"),
                        FactorsJson.read(row.getString("factors"))),
                new ArrayList<>(1));
    }

    /// The phone of the row, if it has one, becomes the session's.
    static void addPhone(ResultSet row, LiveSession session) throws SQLException {
        if (row.getString("phone_id") != null) {
            session.phones().add(KnownPhoneRow.readBare(row, session.owner()));
        }
    }
}
