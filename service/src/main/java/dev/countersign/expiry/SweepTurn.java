package dev.countersign.expiry;

import dev.countersign.store.SqlFailures;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Keeps nodes out of each other's way, by an advisory lock.
public final class SweepTurn {

    /// Any number that nothing else in this database locks.
    private static final long LOCK = 0x6578706972790001L;

    private final DataSource transactional;

    public SweepTurn(DataSource transactional) {
        this.transactional = transactional;
    }

    /// Runs work while no other node does the same; does nothing if one is at it.
    void alone(Runnable work) {
        try (var connection = transactional.getConnection();
                var lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (var row = lock.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    work.run();
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
