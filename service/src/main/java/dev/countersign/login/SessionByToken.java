package dev.countersign.login;

import dev.countersign.session.TokenHash;
import dev.countersign.store.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Which session has this token?
final class SessionByToken implements Lookup.Query<TokenHash, LiveSession> {

    private static final String SQL = SessionRow.SELECT
            + " from unnest(?::bytea[]) k (hash)"
            + " join session s on s.token_hash = k.hash"
            + SessionRow.JOINS
            + SessionRow.PHONES_IN_ORDER;

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public void bind(PreparedStatement statement, List<TokenHash> keys, Connection connection) throws SQLException {
        var hashes = keys.stream().map(TokenHash::value).toArray(byte[][]::new);
        statement.setArray(1, connection.createArrayOf("bytea", hashes));
    }

    @Override
    public void read(ResultSet row, Map<TokenHash, LiveSession> found) throws SQLException {
        var hash = new TokenHash(row.getBytes("token_hash"));
        if (!found.containsKey(hash)) {
            found.put(hash, SessionRow.read(row));
        }
        SessionRow.addPhone(row, found.get(hash));
    }
}
