package dev.countersign.ledger;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.Hash;
import dev.countersign.proof.MerkleTree;
import dev.countersign.proof.NoteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what the ledgers are: each that grew, once a minute, and whenever it has grown by so many entries.
///
/// None is signed that is not what the newest checkpoint says it was: whoever keeps that one could not tell the change
/// from one that the service made. Such a ledger grows on, and is looked at again once a minute. Since when that is so
/// stands with the ledger, for every process to tell.
public final class Checkpoints {
    public static final Duration EVERY = Duration.ofMinutes(1);
    static final int ENTRIES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final LedgerSigners signers;
    private final InstantSource clock;

    /// When they were looked at last.
    private final Map<Integer, Instant> contradicted = new HashMap<>();

    private final AtomicLong refused = new AtomicLong();

    public Checkpoints(LedgerSigners signers, InstantSource clock) {
        this.signers = signers;
        this.clock = clock;
    }

    /// How often a ledger was not signed since it contradicts its newest checkpoint.
    public long refused() {
        return refused.get();
    }

    private record Due(int id, String name, long size, long signedSize) {}

    /// In a transaction that holds the lock of the ledgers.
    ///
    /// @return whether one was signed
    boolean signDue(Connection connection) throws SQLException {
        var now = clock.instant();
        var signed = false;
        for (var ledger : due(connection, now)) {
            if (!wasJustContradicted(ledger, now)) {
                signed |= sign(connection, ledger, now);
            }
        }
        return signed;
    }

    private boolean wasJustContradicted(Due ledger, Instant now) {
        var at = contradicted.get(ledger.id());
        return at != null && at.plus(EVERY).isAfter(now);
    }

    /// Those with fewer entries than were signed among them, and those that are said to have been signed in the future.
    private static List<Due> due(Connection connection, Instant now) throws SQLException {
        try (var select = connection.prepareStatement("""
                select ledger_id, name, size, checkpoint_size from ledger
                where size <> checkpoint_size
                      and (checkpoint_at <= ? or checkpoint_at > ? or size - checkpoint_size >= ?)""")) {
            select.setObject(1, now.minus(EVERY).atOffset(ZoneOffset.UTC));
            select.setObject(2, now.plus(EVERY).atOffset(ZoneOffset.UTC));
            select.setInt(3, ENTRIES);
            var due = new ArrayList<Due>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getInt(1), row.getString(2), row.getLong(3), row.getLong(4)));
                }
            }
            return due;
        }
    }

    private boolean sign(Connection connection, Due ledger, Instant now) throws SQLException {
        try {
            var root = root(connection, ledger);
            var signer = signers.of(ledger.name());
            store(connection, ledger, new Checkpoint(signer.key().name(), ledger.size(), root).sign(signer), now);
            contradicted.remove(ledger.id());
            return true;
        } catch (NoteException | IllegalArgumentException e) {
            refused.incrementAndGet();
            noteContradiction(connection, ledger, now);
            if (contradicted.put(ledger.id(), now) == null) {
                LOG.error(
                        "No checkpoint of ledger {} is signed any more: the database was altered, or set back. {}",
                        Ledgers.isName(ledger.name()) ? ledger.name() : "number " + ledger.id(),
                        e.getMessage());
            }
            return false;
        }
    }

    /// @throws NoteException if the ledger contradicts its newest checkpoint
    /// @throws IllegalArgumentException if it cannot be read
    private Hash root(Connection connection, Due ledger) throws SQLException, NoteException {
        if (!Ledgers.isName(ledger.name())) {
            throw new NoteException("No ledger has such a name.");
        }
        var tree = new MerkleTree(ledger.size(), new Tiles(ledger.id(), connection));
        try (var select = connection.prepareStatement(
                "select size, note from checkpoint where ledger_id = ? order by size desc limit 1")) {
            select.setInt(1, ledger.id());
            try (var row = select.executeQuery()) {
                var size = row.next() ? row.getLong(1) : 0;
                if (size != ledger.signedSize()) {
                    throw new NoteException("Its newest checkpoint is over %d entries, and not over %d."
                            .formatted(size, ledger.signedSize()));
                }
                if (size > 0) {
                    var before = signers.open(row.getString(2), ledger.name(), size);
                    if (!tree.when(size).root().equals(before.root())) {
                        throw new NoteException("It is not what its checkpoint over %d entries says.".formatted(size));
                    }
                }
            }
        }
        return tree.root();
    }

    /// The first time stays.
    private static void noteContradiction(Connection connection, Due ledger, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(
                "update ledger set contradicted_since = ? where ledger_id = ? and contradicted_since is null")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setInt(2, ledger.id());
            update.executeUpdate();
        }
    }

    private static void store(Connection connection, Due ledger, String note, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("""
                with signed as (insert into checkpoint (ledger_id, size, signed_at, note) values (?, ?, ?, ?)
                                returning ledger_id, size, signed_at)
                update ledger l
                set checkpoint_size = s.size, checkpoint_at = s.signed_at, contradicted_since = null
                from signed s where l.ledger_id = s.ledger_id""")) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, ledger.size());
            insert.setObject(3, now.atOffset(ZoneOffset.UTC));
            insert.setString(4, note);
            insert.executeUpdate();
        }
    }
}
