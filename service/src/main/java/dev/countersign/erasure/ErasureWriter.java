package dev.countersign.erasure;

import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReader;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a certificate for each person who is erased, as soon as a checkpoint covers the erasure. It comes after the
/// reader that writes the rows of the audit trail, which tell the entries about a user.
public final class ErasureWriter implements LedgerReader {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureWriter.class);
    private static final String ERASED = "user.UserErased";

    private final LedgerSigners signers;

    public ErasureWriter(LedgerSigners signers) {
        this.signers = signers;
    }

    @Override
    public void take(List<LedgerEntry> entries, Connection connection) throws SQLException {
        for (var entry : entries) {
            if (entry.event().type().equals(ERASED) && entry.subject().user() != null) {
                note(entry, entry.subject().user(), connection);
            }
        }
    }

    private static void note(LedgerEntry entry, String user, Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into erasure (user_id, ledger_id, entry, erased_at) values (?, ?, ?, ?)
                on conflict do nothing""")) {
            insert.setString(1, user);
            insert.setInt(2, entry.ledgerId());
            insert.setLong(3, entry.number());
            insert.setObject(4, entry.event().recordedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private record Pending(
            String user, int ledgerId, String ledger, long entry, Instant erasedAt, long size, String checkpoint) {}

    @Override
    public void signed(Connection connection) throws SQLException {
        for (var pending : pending(connection)) {
            certify(pending, connection);
        }
    }

    private static List<Pending> pending(Connection connection) throws SQLException {
        var pending = new ArrayList<Pending>();
        try (var select = connection.prepareStatement("""
                        select e.user_id, e.ledger_id, l.name, e.entry, e.erased_at, c.size, c.note
                        from erasure e join ledger l using (ledger_id)
                        join checkpoint c on c.ledger_id = l.ledger_id and c.size = l.checkpoint_size
                        where e.certificate is null and e.entry < c.size""");
                var row = select.executeQuery()) {
            while (row.next()) {
                pending.add(new Pending(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        row.getLong(6),
                        row.getString(7)));
            }
        }
        return pending;
    }

    /// Does not fail: the ledgers have to go on, whatever somebody has made of what is stored.
    private void certify(Pending pending, Connection connection) throws SQLException {
        var signer = signers.of(pending.ledger());
        try {
            var root =
                    Checkpoint.open(pending.checkpoint(), List.of(signer.key())).root();
            var certificate = new ErasureCertificate(
                    signer.key().name(),
                    pending.user(),
                    pending.erasedAt(),
                    pending.entry(),
                    EntryNumbers.of(entries(pending, connection)),
                    pending.size(),
                    root);
            store(pending, certificate.sign(signer), connection);
        } catch (NoteException | IllegalArgumentException e) {
            LOG.warn("The erasure of {} cannot be certified: what is stored of it was altered", pending.user(), e);
        }
    }

    private static List<Long> entries(Pending pending, Connection connection) throws SQLException {
        var entries = new ArrayList<Long>();
        try (var select = connection.prepareStatement("""
                select entry from audit_entry where user_id = ? and ledger_id = ? and entry < ? order by entry""")) {
            select.setString(1, pending.user());
            select.setInt(2, pending.ledgerId());
            select.setLong(3, pending.size());
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(row.getLong(1));
                }
            }
        }
        return entries;
    }

    private static void store(Pending pending, String certificate, Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update erasure set certificate = ?, checkpoint_size = ? where user_id = ?")) {
            update.setString(1, certificate);
            update.setLong(2, pending.size());
            update.setString(3, pending.user());
            update.executeUpdate();
        }
    }
}
