package dev.countersign.erasure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.ledger.CoveredEntries;
import dev.countersign.ledger.EntryNumbers;
import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReader;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.store.RawEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a certificate for each person who is erased, as soon as a checkpoint covers the erasure. It comes after the
/// reader that writes the rows of the audit trail, which tell the entries about a user.
///
/// What is noted of an erasure only says where to look: certified is what the checkpoint covers there, and
/// nothing while the key is still in the database.
public final class ErasureWriter implements LedgerReader {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureWriter.class);
    private static final String ERASED = "user.UserErased";

    /// After so many times that checkpoints were signed, once a minute at most, it looks which erasures are not noted.
    private static final int SIGNATURES = 60;

    private static final int MOST_ACCUSED = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final LedgerSigners signers;
    private int signatures;

    /// Users who were said to have been erased, in the log, so that each is told of once.
    private final Set<String> accused = new HashSet<>();

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

    /// The first erasure that was certified counts. Whatever else is noted was there before anything could be known.
    private void note(LedgerEntry entry, String user, Connection connection) throws SQLException {
        if (isCertified(user, entry.ledger(), connection)) {
            return;
        }
        try (var insert = connection.prepareStatement("""
                insert into erasure (user_id, ledger_id, entry, erased_at) values (?, ?, ?, ?)
                on conflict (user_id) do update
                set ledger_id = excluded.ledger_id, entry = excluded.entry, erased_at = excluded.erased_at,
                    certificate = null, checkpoint_size = null""")) {
            insert.setString(1, user);
            insert.setInt(2, entry.ledgerId());
            insert.setLong(3, entry.number());
            insert.setObject(4, entry.event().recordedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private boolean isCertified(String user, String ledger, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "select certificate from erasure where user_id = ? and certificate is not null")) {
            select.setString(1, user);
            try (var row = select.executeQuery()) {
                return row.next()
                        && ErasureCertificate.open(
                                        row.getString(1), signers.of(ledger).key())
                                .user()
                                .equals(user);
            }
        } catch (NoteException e) {
            return false;
        }
    }

    /// What was taken out of the notes since. The rows of the trail say where to look.
    private static void noteMissing(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into erasure (user_id, ledger_id, entry, erased_at)
                select a.user_id, a.ledger_id, a.entry, a.recorded_at
                from ledger l join audit_entry a on a.ledger_id = l.ledger_id and a.type = ?
                where a.user_id is not null and not exists (select from erasure e where e.user_id = a.user_id)
                on conflict do nothing""")) {
            insert.setString(1, ERASED);
            insert.executeUpdate();
        }
    }

    private record Pending(String user, int ledgerId, String ledger, long entry, long size, String checkpoint) {}

    @Override
    public void signed(Connection connection) throws SQLException {
        if (signatures++ % SIGNATURES == 0) {
            noteMissing(connection);
        }
        for (var pending : pending(connection)) {
            certify(pending, connection);
        }
    }

    private static List<Pending> pending(Connection connection) throws SQLException {
        var pending = new ArrayList<Pending>();
        try (var select = connection.prepareStatement("""
                        select e.user_id, e.ledger_id, l.name, e.entry, c.size, c.note
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
                        row.getLong(5),
                        row.getString(6)));
            }
        }
        return pending;
    }

    /// Does not fail: the ledgers have to go on, whatever somebody has made of what is stored.
    private void certify(Pending pending, Connection connection) throws SQLException {
        try {
            var checkpoint = signers.open(pending.checkpoint(), pending.ledger(), pending.size());
            var erasedAt = erasedAt(pending, checkpoint, connection);
            var signer = signers.of(pending.ledger());
            var certificate = new ErasureCertificate(
                    signer.key().name(),
                    pending.user(),
                    erasedAt,
                    pending.entry(),
                    EntryNumbers.of(entries(pending, connection)),
                    pending.size(),
                    checkpoint.root());
            store(pending, certificate.sign(signer), connection);
        } catch (NoteException | IllegalArgumentException e) {
            if (accused.size() < MOST_ACCUSED && accused.add(pending.user())) {
                LOG.error(
                        "The erasure of {} is not certified: what is stored of it was altered. {}",
                        pending.user(),
                        e.getMessage());
            }
        }
    }

    /// @throws IllegalArgumentException if the user was not erased
    private static Instant erasedAt(Pending pending, Checkpoint checkpoint, Connection connection) throws SQLException {
        var event = new CoveredEntries(connection)
                .event(pending.ledgerId(), pending.ledger(), pending.entry(), checkpoint)
                .filter(covered -> covered.type().equals(ERASED))
                .filter(covered -> user(covered).equals(pending.user()))
                .orElseThrow(() ->
                        new IllegalArgumentException("Entry " + pending.entry() + " does not say that the user was."));
        try (var select = connection.prepareStatement(
                "select exists (select from app_user where user_id = ? and data_key is not null)")) {
            select.setString(1, pending.user());
            try (var row = select.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    throw new IllegalArgumentException("The key to what is stored of the user is there.");
                }
            }
        }
        return event.recordedAt();
    }

    private static String user(RawEvent event) {
        try {
            return JSON.readTree(event.payload()).path("userId").asText();
        } catch (IOException _) {
            return "";
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
