package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Stores write sets, several at a time under load (group commit).
///
/// Guarantees: a set is stored whole or not at all, and when `commit` returns it is durable. Sets that meet in a
/// batch do not harm each other: if the batch is refused, its halves are tried.
final class Committer {

    private static final int MOST = 64;

    private final DataSource database;
    private final Combiner<WriteSet, Boolean> combiner;

    /// @param leaders how many batches may be under way at once
    /// @param group false: every set is a commit of its own
    Committer(DataSource database, int leaders, boolean group) {
        this.database = database;
        this.combiner = new Combiner<>("commit", leaders, group ? MOST : 1, this::store);
    }

    /// @throws WriteConflict if another commit was first; nothing of the set is stored
    /// @throws StoreUnavailable if the database cannot be reached; whether the set is stored is unknown
    void commit(WriteSet set) {
        if (!set.isEmpty()) {
            combiner.call(set);
        }
    }

    private void store(List<Combiner.Call<WriteSet, Boolean>> calls) {
        try (var connection = database.getConnection()) {
            store(connection, calls);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Splits a batch that is refused until those who lost their race stand alone.
    private static void store(Connection connection, List<Combiner.Call<WriteSet, Boolean>> calls) {
        try {
            WriteStatement.execute(
                    connection, calls.stream().map(Combiner.Call::input).toList());
            calls.forEach(call -> call.answer(true));
        } catch (SQLException e) {
            if (calls.size() == 1 || SqlFailures.isUnavailable(e)) {
                var failure = SqlFailures.translate(e);
                calls.forEach(call -> call.fail(failure));
            } else {
                var half = calls.size() / 2;
                store(connection, calls.subList(0, half));
                store(connection, calls.subList(half, calls.size()));
            }
        }
    }
}
