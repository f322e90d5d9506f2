package dev.countersign.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.keys.LedgerSeeds;
import dev.countersign.ledger.EntryHashes;
import dev.countersign.ledger.EntryNumbers.Run;
import dev.countersign.proof.NoteException;
import dev.countersign.proof.NoteKey;
import dev.countersign.proof.NoteSigner;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Finds out whether retention dropped the events that a ledger has no more: a signed note names each, and the hashes
/// that it had. The hashes of the tree are taken as they are: checkpoints tell of those.
///
/// @param key of the ledger; empty: that of the seeds, whatever the origin of the installation was
public record AbsentEvents(DataSource database, Optional<NoteKey> key, LedgerSeeds seeds) {
    private static final JsonMapper JSON = new JsonMapper();

    /// What is wrong first; empty: nothing.
    public Optional<String> firstWrong(String ledger) {
        try (var connection = database.getConnection()) {
            // Before the notes: whatever is dropped meanwhile has one by then.
            var gaps = gaps(ledger, connection);
            var noted = new ArrayList<Run>();
            var forged = Optional.<String>empty();
            for (var event : notes(ledger, connection)) {
                try {
                    noted.addAll(
                            open(event.content(), ledger, connection).entries().runs());
                } catch (NoteException e) {
                    forged = forged.or(() -> Optional.of(
                            "The event at position %d says what retention dropped, and is none of its notes: %s"
                                    .formatted(event.position(), e.getMessage())));
                }
            }
            var wrong = unnamed(gaps, noted);
            return wrong.isPresent()
                    ? Optional.of("The event of entry %d is gone, and no signed note says that retention dropped it"
                            .formatted(wrong.getAsLong()))
                    : forged.or(() -> untimed(gaps));
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Entries whose events are gone.
    ///
    /// @param untimed the first of which nothing says when it was recorded; empty: it is noted of all
    private record Gap(Run entries, Optional<Long> untimed) {}

    private static List<Gap> gaps(String ledger, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                with gone as (
                    select t.tile * 256 + u.nth - 1 as entry, d.global_index is null as is_untimed
                    from ledger l join ledger_tile t using (ledger_id)
                         cross join unnest(t.positions) with ordinality as u(position, nth)
                         left join event e on e.global_index = u.position
                         left join dropped_event d on d.global_index = u.position
                    where l.name = ? and t.level = 0 and t.tile < 1::bigint << 40 and e.global_index is null)
                select min(entry), max(entry), min(entry) filter (where is_untimed)
                from (select *, entry - row_number() over (order by entry) as run from gone) ordered
                group by run order by 1""")) {
            select.setString(1, ledger);
            var gaps = new ArrayList<Gap>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    gaps.add(new Gap(
                            new Run(row.getLong(1), row.getLong(2)),
                            Optional.ofNullable(row.getObject(3, Long.class))));
                }
            }
            return gaps;
        }
    }

    private record Note(long position, JsonNode content) {}

    private static List<Note> notes(String ledger, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                        "select global_index, payload from event where payload_type = 'project.EventsDropped' order by 1");
                var row = select.executeQuery()) {
            var notes = new ArrayList<Note>();
            while (row.next()) {
                var content = content(row.getBytes(2));
                if (content.path("projectId").asText().equals(ledger)) {
                    notes.add(new Note(row.getLong(1), content));
                }
            }
            return notes;
        }
    }

    private static JsonNode content(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException _) {
            return JSON.missingNode();
        }
    }

    /// @throws NoteException if the service did not make it of this ledger, as it is
    private DropNote open(JsonNode content, String ledger, Connection connection) throws NoteException, SQLException {
        var note = DropNote.open(
                content.path("note").asText(),
                name -> key.orElseGet(
                        () -> NoteSigner.of(name, seeds.of(ledger)).key()));
        if (!note.ledger().endsWith("/" + ledger)
                || note.entries().count() != content.path("entries").asLong()) {
            throw new NoteException("It is of another ledger, or of other entries.");
        }
        if (!isOver(note, ledger, connection)) {
            throw new NoteException("The tree has other entries there.");
        }
        return note;
    }

    private static boolean isOver(DropNote note, String ledger, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select ledger_id from ledger where name = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                return row.next()
                        && new EntryHashes(row.getInt(1), connection)
                                .over(note.entries())
                                .equals(note.hashes());
            }
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The first entry of the gaps that is in no run.
    private static OptionalLong unnamed(List<Gap> gaps, List<Run> noted) {
        noted.sort(Comparator.comparingLong(Run::first));
        var next = 0;
        for (var gap : gaps) {
            for (var entry = gap.entries().first(); entry <= gap.entries().last(); ) {
                while (next < noted.size() && noted.get(next).last() < entry) {
                    next++;
                }
                if (next == noted.size() || noted.get(next).first() > entry) {
                    return OptionalLong.of(entry);
                }
                entry = noted.get(next).last() + 1;
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<String> untimed(List<Gap> gaps) {
        return gaps.stream()
                .flatMap(gap -> gap.untimed().stream())
                .findFirst()
                .map("Retention dropped the event of entry %d, and when it was recorded is gone, too"::formatted);
    }
}
