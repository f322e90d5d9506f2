package dev.countersign.idempotency;

import dev.countersign.store.Lookup;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Answers in the table `kept_answer`.
public final class PostgresKeptAnswers implements KeptAnswers {

    private final Lookup<KeyHash, Kept> byKey;

    public PostgresKeptAnswers(DataSource database) {
        byKey = new Lookup<>(database, new ByKey());
    }

    @Override
    public Optional<Kept> find(KeyHash key) {
        return byKey.find(key);
    }

    @Override
    public void keep(KeyHash key, byte[] sealed, Instant at, Instant until) {
        WriteSet.current().add(Write.ANSWER, key.value(), sealed, at, until);
    }

    @Override
    public void forget(KeyHash key, Instant now) {
        WriteSet.current().add(Write.ANSWER_REMOVAL, key.value(), now);
    }

    /// What was answered to the call with this key?
    private static final class ByKey implements Lookup.Query<KeyHash, Kept> {
        @Override
        public String sql() {
            return "select key_hash, sealed, kept_until from kept_answer where key_hash = any(?)";
        }

        @Override
        public void bind(PreparedStatement statement, List<KeyHash> keys, Connection connection) throws SQLException {
            var hashes = keys.stream().map(KeyHash::value).toArray(byte[][]::new);
            statement.setArray(1, connection.createArrayOf("bytea", hashes));
        }

        @Override
        public void read(ResultSet row, Map<KeyHash, Kept> found) throws SQLException {
            found.put(
                    new KeyHash(row.getBytes("key_hash")),
                    new Kept(
                            row.getBytes("sealed"),
                            row.getObject("kept_until", OffsetDateTime.class).toInstant()));
        }
    }
}
