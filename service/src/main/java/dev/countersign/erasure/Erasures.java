package dev.countersign.erasure;

import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.store.SqlFailures;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds certificates. There is one a minute after an erasure, as a rule.
public final class Erasures {
    private final DataSource database;

    public Erasures(DataSource database) {
        this.database = database;
    }

    /// A certificate, and the checkpoint that it names.
    ///
    /// @param certificate the note
    /// @param checkpoint the note
    public record Certified(String certificate, String checkpoint) {}

    private interface Binding {
        void bind(PreparedStatement select) throws SQLException;
    }

    /// Empty also if the user is of another ledger.
    public Optional<Certified> of(String user, String ledger) {
        return ask("e.user_id = ? and l.name = ?", select -> {
            select.setString(1, user);
            select.setString(2, ledger);
        });
    }

    /// Whichever ledger it is of.
    public Optional<Certified> of(String user) {
        return ask("e.user_id = ?", select -> select.setString(1, user));
    }

    /// Which erased user of a ledger has no certificate first; empty: each has one, or waits for its checkpoint.
    ///
    /// @param key of the ledger; empty: what is there is believed
    public Optional<String> missing(String ledger, Optional<NoteKey> key) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select ev.aggregate_id, t.tile::numeric * 256 + u.nth - 1, e.user_id, e.certificate
                        from ledger l join ledger_tile t using (ledger_id)
                             cross join unnest(t.positions) with ordinality as u(position, nth)
                             join event ev on ev.global_index = u.position
                             left join erasure e on e.user_id = ev.aggregate_id and e.ledger_id = l.ledger_id
                        where l.name = ? and t.level = 0 and ev.payload_type = 'user.UserErased'
                        order by 2""")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getString(3) == null) {
                        return Optional.of(
                                ("There is no certificate of the erasure of %s, by entry %d: a service makes it"
                                                + " anew within an hour, or once it is started")
                                        .formatted(row.getString(1), row.getLong(2)));
                    }
                    if (!isOf(row.getString(1), row.getString(4), key)) {
                        return Optional.of(
                                "The certificate of the erasure of %s, by entry %d, is not one that the key signed"
                                        .formatted(row.getString(1), row.getLong(2)));
                    }
                }
                return Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static boolean isOf(String user, @Nullable String certificate, Optional<NoteKey> key) {
        try {
            return certificate == null
                    || key.isEmpty()
                    || ErasureCertificate.open(certificate, key.get()).user().equals(user);
        } catch (NoteException e) {
            return false;
        }
    }

    private Optional<Certified> ask(String condition, Binding binding) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select e.certificate, c.note from erasure e join ledger l using (ledger_id)
                        join checkpoint c on c.ledger_id = e.ledger_id and c.size = e.checkpoint_size
                        where e.certificate is not null and\s""" + condition)) {
            binding.bind(select);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(new Certified(row.getString(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
