package dev.countersign.ledger;

import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.MerkleTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Signs what the ledgers are: each that grew, once a minute, and whenever it has grown by so many entries.
public final class Checkpoints {
    public static final Duration EVERY = Duration.ofMinutes(1);
    static final int ENTRIES = 10_000;

    private final LedgerSigners signers;
    private final InstantSource clock;

    public Checkpoints(LedgerSigners signers, InstantSource clock) {
        this.signers = signers;
        this.clock = clock;
    }

    /// In a transaction that holds the lock of the ledgers.
    ///
    /// @return whether one was signed
    boolean signDue(Connection connection) throws SQLException {
        var now = clock.instant();
        try (var select = connection.prepareStatement("""
                select ledger_id, name, size from ledger
                where size > checkpoint_size and (checkpoint_at <= ? or size - checkpoint_size >= ?)""")) {
            select.setObject(1, now.minus(EVERY).atOffset(ZoneOffset.UTC));
            select.setInt(2, ENTRIES);
            try (var row = select.executeQuery()) {
                var signed = false;
                while (row.next()) {
                    signed = true;
                    sign(connection, row.getInt(1), row.getString(2), row.getLong(3), now);
                }
                return signed;
            }
        }
    }

    private void sign(Connection connection, int ledgerId, String ledger, long size, Instant now) throws SQLException {
        var signer = signers.of(ledger);
        var root = new MerkleTree(size, new Tiles(ledgerId, connection)).root();
        var note = new Checkpoint(signer.key().name(), size, root).sign(signer);
        try (var insert = connection.prepareStatement("""
                with signed as (insert into checkpoint (ledger_id, size, signed_at, note) values (?, ?, ?, ?)
                                returning ledger_id, size, signed_at)
                update ledger l set checkpoint_size = s.size, checkpoint_at = s.signed_at
                from signed s where l.ledger_id = s.ledger_id""")) {
            insert.setInt(1, ledgerId);
            insert.setLong(2, size);
            insert.setObject(3, now.atOffset(ZoneOffset.UTC));
            insert.setString(4, note);
            insert.executeUpdate();
        }
    }
}
