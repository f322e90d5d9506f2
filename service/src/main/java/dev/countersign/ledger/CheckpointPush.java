package dev.countersign.ledger;

import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Brings the checkpoints of all ledgers to one place, those of each ledger in their order and none left out. What was
/// brought but not noted, since the process died, is brought again. Of several nodes one does so at a time.
public final class CheckpointPush {
    /// Any number that nothing else in this database locks together with a name.
    private static final int LOCK = 0x70757368;

    private static final int BATCH = 20;

    private final DataSource transactional;
    private final CheckpointTarget target;

    public CheckpointPush(DataSource transactional, CheckpointTarget target) {
        this.transactional = transactional;
        this.target = target;
    }

    private record Waiting(int ledgerId, String ledger, long size, String note) {}

    /// Brings some that are waiting.
    ///
    /// @return how many; 0 also if another node is at it
    /// @throws IOException if the target did not take one; those before it are noted
    public int push() throws IOException, InterruptedException {
        try (var connection = transactional.getConnection()) {
            try {
                return lock(connection) ? push(connection) : 0;
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private int push(Connection connection) throws SQLException, IOException, InterruptedException {
        var waiting = waiting(connection);
        var pushed = 0;
        try {
            for (var one : waiting) {
                target.put(one.ledger(), one.size(), one.note());
                note(one, connection);
                pushed++;
            }
            return pushed;
        } finally {
            connection.commit();
        }
    }

    /// Until the transaction ends.
    private boolean lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, LOCK);
            lock.setString(2, target.name());
            try (var row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<Waiting> waiting(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                select l.ledger_id, l.name, c.size, c.note
                from ledger l
                left join checkpoint_push p on p.ledger_id = l.ledger_id and p.target = ?
                join checkpoint c on c.ledger_id = l.ledger_id and c.size > coalesce(p.size, -1)
                where l.checkpoint_size > coalesce(p.size, -1)
                order by l.ledger_id, c.size limit ?""")) {
            select.setString(1, target.name());
            select.setInt(2, BATCH);
            var waiting = new ArrayList<Waiting>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    waiting.add(new Waiting(row.getInt(1), row.getString(2), row.getLong(3), row.getString(4)));
                }
            }
            return waiting;
        }
    }

    private void note(Waiting pushed, Connection connection) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                insert into checkpoint_push (ledger_id, target, size) values (?, ?, ?)
                on conflict (ledger_id, target) do update set size = excluded.size""")) {
            upsert.setInt(1, pushed.ledgerId());
            upsert.setString(2, target.name());
            upsert.setLong(3, pushed.size());
            upsert.executeUpdate();
        }
    }
}
