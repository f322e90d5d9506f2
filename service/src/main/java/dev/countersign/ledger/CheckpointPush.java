package dev.countersign.ledger;

import dev.countersign.proof.NoteException;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the checkpoints of all ledgers to one place, those of each ledger in their order and none left out. What was
/// brought but not noted, since the process died, is brought again. Of several nodes one does so at a time.
///
/// Whoever may write the database can put anything among the checkpoints: nothing is brought but what was signed here.
public final class CheckpointPush {
    /// Any number that nothing else in this database locks together with a name.
    private static final int LOCK = 0x70757368;

    private static final int BATCH = 20;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPush.class);

    private final DataSource transactional;
    private final CheckpointTarget target;
    private final LedgerSigners signers;
    private final InstantSource clock;
    private volatile Instant last = Instant.EPOCH;

    public CheckpointPush(
            DataSource transactional, CheckpointTarget target, LedgerSigners signers, InstantSource clock) {
        this.transactional = transactional;
        this.target = target;
        this.signers = signers;
        this.clock = clock;
    }

    private record Waiting(int ledgerId, String ledger, long size, String note) {}

    /// When the place got one last from this process; the beginning of 1970: never.
    public Instant last() {
        return last;
    }

    /// Brings some that are waiting.
    ///
    /// @return how many were waiting, those among them that are not brought; 0 also if another node is at it
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
        takeBack(connection);
        var waiting = waiting(connection);
        try {
            for (var one : waiting) {
                if (isOurs(one)) {
                    target.put(one.ledger(), one.size(), one.note());
                    last = clock.instant();
                }
                note(one, connection);
            }
            return waiting.size();
        } finally {
            connection.commit();
        }
    }

    private boolean isOurs(Waiting one) {
        if (!Ledgers.isName(one.ledger())) {
            LOG.error("Ledger {} has a name that none can have: the database was altered", one.ledgerId());
            return false;
        }
        try {
            var _ = signers.open(one.note(), one.ledger(), one.size());
            return true;
        } catch (NoteException e) {
            LOG.error(
                    "The checkpoint of {} over {} entries is not brought to {}: the database was altered. {}",
                    one.ledger(),
                    one.size(),
                    target.name(),
                    e.getMessage());
            return false;
        }
    }

    /// What is noted as brought but was never signed: from the newest one on they are brought again.
    private void takeBack(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement("""
                update checkpoint_push p set size = l.checkpoint_size - 1 from ledger l
                where l.ledger_id = p.ledger_id and p.target = ? and p.size > l.checkpoint_size
                returning p.ledger_id""")) {
            update.setString(1, target.name());
            try (var row = update.executeQuery()) {
                while (row.next()) {
                    LOG.error(
                            "Of ledger {} more is noted as brought to {} than was ever signed: the database was altered",
                            row.getInt(1),
                            target.name());
                }
            }
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
                                  and c.size <= l.checkpoint_size
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
