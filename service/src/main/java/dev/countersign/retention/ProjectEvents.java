package dev.countersign.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.ledger.CoveredEntries;
import dev.countersign.ledger.CoveredEntries.Covered;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.proof.Checkpoint;
import dev.countersign.proof.NoteException;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the events of projects say about what is kept, as far as signed checkpoints prove them. Rows that were made of
/// them are believed nothing that destroys, and nor is an event that somebody wrote beside the ledger.
///
/// @param signers of the checkpoints
record ProjectEvents(LedgerSigners signers, Connection connection) {
    private static final JsonMapper JSON = new JsonMapper();

    /// An event.
    ///
    /// @param isProven false: so young that no signed checkpoint covers it yet
    record Told(String type, JsonNode content, boolean isProven) {}

    /// What came of reading those of a project.
    sealed interface Read {
        /// All of them, in their order.
        record Whole(List<Told> events) implements Read {}

        /// Some are gone, or are not as a signed checkpoint has them: whatever the rest says, something may be missing.
        record Damaged(String why) implements Read {}
    }

    /// Which projects ever had a rule or a hold.
    List<String> projects() throws SQLException {
        var projects = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                        select distinct p.project_id from project p join event e on e.aggregate_id = p.project_id
                        where e.payload_type in ('project.RetentionChanged', 'project.HoldPlaced', 'project.HoldLifted')
                        order by 1""");
                var row = select.executeQuery()) {
            while (row.next()) {
                projects.add(row.getString(1));
            }
        }
        return projects;
    }

    Read of(String project) throws SQLException {
        try {
            // Before the events: it covers none that is not there yet.
            var signed = signed(project);
            var events = new RawEvents(connection).of(project);
            var covered = covered(events, signed);
            var told = new ArrayList<Told>();
            for (var event : events) {
                if (event.sequence() != told.size()) {
                    return new Read.Damaged("Its event " + told.size() + " is gone, though later ones are there.");
                }
                told.add(new Told(event.type(), JSON.readTree(event.payload()), isProven(event, covered, signed)));
            }
            return new Read.Whole(told);
        } catch (NoteException | IOException e) {
            return new Read.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /// The newest checkpoint of a ledger.
    record Signed(int ledgerId, String ledger, Checkpoint checkpoint) {}

    /// Empty: nothing is signed yet.
    ///
    /// @throws NoteException if it was not signed here
    Optional<Signed> signed(String project) throws SQLException, NoteException {
        try (var select = connection.prepareStatement("""
                select l.ledger_id, c.size, c.note from ledger l join checkpoint c using (ledger_id)
                where l.name = ? order by c.size desc limit 1""")) {
            select.setString(1, project);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Signed(
                                row.getInt(1), project, signers.open(row.getString(3), project, row.getLong(2))))
                        : Optional.empty();
            }
        }
    }

    /// By their positions those that are, as they were read here, what the checkpoint covers.
    private Map<Long, Covered> covered(List<RawEvent> events, Optional<Signed> signed) throws SQLException {
        if (signed.isEmpty()) {
            return Map.of();
        }
        var by = signed.get();
        return new CoveredEntries(connection).of(by.ledgerId(), by.ledger(), events, by.checkpoint());
    }

    /// @throws NoteException if it should be, and is not
    private boolean isProven(RawEvent event, Map<Long, Covered> covered, Optional<Signed> signed)
            throws SQLException, NoteException {
        if (signed.isEmpty() || covered.containsKey(event.position())) {
            return signed.isPresent();
        }
        var by = signed.get();
        var size = by.checkpoint().size();
        if (new CoveredEntries(connection).firstFrom(by.ledgerId(), event.position(), size) < size) {
            throw new NoteException("Its event %d is not as the signed checkpoint over %d entries has it."
                    .formatted(event.sequence(), size));
        }
        return false;
    }
}
