package dev.countersign.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.countersign.ledger.CoveredEntries;
import dev.countersign.ledger.CoveredEntries.Covered;
import dev.countersign.ledger.EntryHashes;
import dev.countersign.ledger.EntryNumbers;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Subjects;
import dev.countersign.project.ProjectId;
import dev.countersign.proof.NoteException;
import dev.countersign.retention.ProjectEvents.Signed;
import dev.countersign.store.DroppedEvents;
import dev.countersign.store.EventNames;
import dev.countersign.store.LoneEvents;
import dev.countersign.store.Origin;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.trail.NoteId;
import dev.countersign.trail.TrailEvent;
import dev.countersign.trail.TrailEvent.EventsDropped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Drops streams of events for good and signs which, within the transaction of a connection: whatever is gone without
/// such a note was not dropped here.
///
/// Rows only say where to look. A stream goes if its events, as a signed checkpoint proves them, are kept no longer:
/// nobody gets a note for others by writing rows.
///
/// @param now until when rules reach
/// @param at when it happens: later, if much is to be dropped
record NotedDrops(LedgerSigners signers, ProvenRules rules, Instant now, Instant at, Connection connection) {
    /// In a note, so that one stays short, and a page of a thousand within the 4 MiB that a gRPC client takes: a run
    /// has at most some 20 characters.
    static final int MOST_RUNS = 100;

    private static final LoneEvents EVENTS = new LoneEvents(EventNames.of(List.of(TrailEvent.class), List.of()));

    /// Drops those of some streams that may go.
    ///
    /// @return how many events
    /// @throws IllegalStateException if an event came to one of them meanwhile
    int drop(ProjectId project, Collection<String> streams) throws SQLException {
        var signed = signed(project);
        if (signed.isEmpty() || streams.isEmpty()) {
            return 0;
        }
        var droppable = rules.droppable(project.value(), now);
        var events =
                new HashMap<>(new RawEvents(connection).of(streams).stream().collect(groupingBy(RawEvent::stream)));
        events.values().removeIf(stream -> !stream.stream().allMatch(droppable::isOver));
        var covered = covered(
                signed.get(), events.values().stream().flatMap(List::stream).toList());
        var users = droppable.holdsUsers() ? users(signed.get(), events.values()) : Map.<String, String>of();
        events.values()
                .removeIf(stream -> !stream.stream().map(RawEvent::position).allMatch(covered::containsKey)
                        || droppable.isHeld(stream.getFirst(), users.get(stream.getFirst().stream())));
        if (events.isEmpty()) {
            return 0;
        }
        var gone = events.values().stream().flatMap(List::stream).toList();
        drop(events.keySet(), gone.size());
        note(
                project,
                signed.get(),
                EntryNumbers.of(gone.stream()
                        .map(event -> Objects.requireNonNull(covered.get(event.position())))
                        .map(Covered::entry)
                        .sorted()
                        .toList()));
        return gone.size();
    }

    /// Empty: nothing is signed, or somebody altered what is.
    private Optional<Signed> signed(ProjectId project) throws SQLException {
        try {
            return new ProjectEvents(signers, connection).signed(project.value());
        } catch (NoteException _) {
            return Optional.empty();
        }
    }

    private Map<Long, Covered> covered(Signed signed, List<RawEvent> events) throws SQLException {
        return new CoveredEntries(connection).of(signed.ledgerId(), signed.ledger(), events, signed.checkpoint());
    }

    /// Whom streams are about, where that is proven: of a code it is what the first event of its phone says.
    private Map<String, String> users(Signed signed, Collection<List<RawEvent>> streams) throws SQLException {
        var store = new RawEvents(connection);
        var firsts = streams.stream()
                .map(List::getFirst)
                .filter(first -> first.sequence() == 0)
                .toList();
        var phones = store.firsts(new Subjects()
                .of(firsts, store).values().stream()
                        .map(subject -> subject.phone())
                        .filter(Objects::nonNull)
                        .collect(toSet()));
        var covered = covered(signed, phones);
        var proven = phones.stream()
                .filter(phone -> covered.containsKey(phone.position()))
                .toList();
        var known = proven.stream().map(RawEvent::stream).collect(toSet());
        var users = new HashMap<String, String>();
        // Once more, from what was proven: a row that is read twice may say two things.
        var about = new Subjects()
                .of(Stream.concat(firsts.stream(), proven.stream()).toList(), store);
        about.forEach((stream, subject) -> {
            if (subject.user() != null && (subject.phone() == null || known.contains(subject.phone()))) {
                users.put(stream, subject.user());
            }
        });
        return users;
    }

    private void drop(Collection<String> streams, int events) throws SQLException {
        for (var rows : List.of("snapshot where aggregate_id", "undropped_stream where stream")) {
            try (var delete = connection.prepareStatement("delete from " + rows + " = any (?)")) {
                delete.setArray(1, connection.createArrayOf("text", streams.toArray()));
                delete.executeUpdate();
            }
        }
        if (new DroppedEvents(connection).drop(streams) != events) {
            throw new IllegalStateException("An event came to a stream while it was dropped.");
        }
    }

    private void note(ProjectId project, Signed signed, EntryNumbers entries) throws SQLException {
        var signer = signers.of(project.value());
        var hashes = new EntryHashes(signed.ledgerId(), connection);
        var notes = entries.parts(MOST_RUNS).stream()
                .map(some -> new EventsDropped(
                        NoteId.random(),
                        project,
                        some.count(),
                        new DropNote(signer.key().name(), some, hashes.over(some)).sign(signer),
                        at))
                .toList();
        for (var note : notes) {
            EVENTS.append(note.noteId().value(), "note", note, Origin.system("retention"), at, connection);
        }
    }
}
