package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// An indexed read by key. Reads that meet are merged into one query; each sees everything that was committed before
/// it was asked for.
///
/// @param <K> the key, with `equals`
/// @param <V> what is found
public final class Lookup<K, V> {

    /// While one query is under way the next keys gather: fewer and larger queries cost less than parallel ones.
    private static final int LEADERS = 1;

    private static final int MOST = 64;

    /// One query for many keys.
    public interface Query<K, V> {
        /// Statement with array parameters.
        String sql();

        void bind(PreparedStatement statement, List<K> keys, Connection connection) throws SQLException;

        /// Adds what the current row says to the result.
        void read(ResultSet row, Map<K, V> found) throws SQLException;
    }

    private final DataSource database;
    private final Query<K, V> query;
    private final Combiner<K, Optional<V>> combiner;

    public Lookup(DataSource database, Query<K, V> query) {
        this.database = database;
        this.query = query;
        this.combiner = new Combiner<>(query.getClass().getSimpleName(), LEADERS, MOST, this::find);
    }

    /// @throws StoreUnavailable if the database cannot be reached
    public Optional<V> find(K key) {
        return combiner.call(key);
    }

    private void find(List<Combiner.Call<K, Optional<V>>> calls) {
        var keys = calls.stream().map(Combiner.Call::input).distinct().toList();
        var found = new HashMap<K, V>();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(query.sql())) {
            query.bind(statement, keys, connection);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    query.read(row, found);
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
        calls.forEach(call -> call.answer(Optional.ofNullable(found.get(call.input()))));
    }
}
