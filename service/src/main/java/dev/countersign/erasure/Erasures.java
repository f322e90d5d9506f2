package dev.countersign.erasure;

import dev.countersign.store.SqlFailures;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

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
