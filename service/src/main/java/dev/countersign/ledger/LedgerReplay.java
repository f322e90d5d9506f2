package dev.countersign.ledger;

import dev.countersign.store.DroppedEvents;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the entries of all ledgers once more, one ledger after the other and each from its first entry on, just as
/// their readers were given them. Goes on where it stopped when they have grown. Used by one thread at a time.
public final class LedgerReplay {
    private final Connection connection;
    private final Map<Integer, Reached> reached = new HashMap<>();
    private long missing;

    /// How far a ledger was read.
    private static final class Reached {
        private long entries;
        private Instant recordedAt = Instant.MIN;
    }

    /// An entry, before anybody asked what it is about.
    public record Placed(int ledgerId, String ledger, long number, Instant recordedAt, RawEvent event) {

        public LedgerEntry about(Subject subject) {
            return new LedgerEntry(ledgerId, ledger, number, recordedAt, event, subject);
        }
    }

    private record Place(int ledgerId, String ledger, long number, long position) {}

    /// @param connection each of whose statements sees what was committed before it
    public LedgerReplay(Connection connection) {
        this.connection = connection;
    }

    /// How many entries there are to read, as of now.
    public long ahead() {
        try (var select = connection.prepareStatement("select ledger_id, size from ledger");
                var row = select.executeQuery()) {
            var ahead = 0L;
            while (row.next()) {
                ahead += row.getLong(2) - reached.computeIfAbsent(row.getInt(1), id -> new Reached()).entries;
            }
            return ahead;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// How many entries were passed over, since their events are not in the store any more.
    public long missing() {
        return missing;
    }

    /// The next entries: about so many of them, and none at the end. Those whose events are gone are left out.
    public Chunk next(int about) {
        try {
            var places = places(about);
            if (places.isEmpty()) {
                return new Chunk(0, List.of());
            }
            var events = new RawEvents(connection)
                    .at(places.stream().map(Place::position).toList()).stream()
                            .collect(Collectors.toMap(RawEvent::position, Function.identity()));
            var dropped = new DroppedEvents(connection)
                    .at(places.stream()
                            .map(Place::position)
                            .filter(position -> !events.containsKey(position))
                            .toList());
            var placed = new ArrayList<Placed>(places.size());
            for (var place : places) {
                var event = events.get(place.position());
                if (event != null) {
                    placed.add(placed(place, event));
                } else if (dropped.containsKey(place.position())) {
                    var _ = recordedAt(place, Objects.requireNonNull(dropped.get(place.position())));
                }
            }
            missing += places.size() - placed.size();
            return new Chunk(places.size(), placed);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Some entries.
    ///
    /// @param read how many there were, with those that are missing; 0: the end
    public record Chunk(int read, List<Placed> entries) {}

    private Placed placed(Place place, RawEvent event) {
        return new Placed(
                place.ledgerId(), place.ledger(), place.number(), recordedAt(place, event.recordedAt()), event);
    }

    /// Never before the entry ahead.
    private Instant recordedAt(Place place, Instant at) {
        var ledger = Objects.requireNonNull(reached.get(place.ledgerId()));
        if (at.isAfter(ledger.recordedAt)) {
            ledger.recordedAt = at;
        }
        return ledger.recordedAt;
    }

    private List<Place> places(int about) throws SQLException {
        var places = new ArrayList<Place>();
        for (var ledger : unread()) {
            read(ledger, 1 + (about - places.size()) / Tiles.WIDTH, places);
            if (places.size() >= about) {
                break;
            }
        }
        return places;
    }

    private record Unread(int ledgerId, String name, Reached reached) {}

    private List<Unread> unread() throws SQLException {
        var unread = new ArrayList<Unread>();
        try (var select = connection.prepareStatement("select ledger_id, name, size from ledger order by ledger_id");
                var row = select.executeQuery()) {
            while (row.next()) {
                var ledger = reached.computeIfAbsent(row.getInt(1), id -> new Reached());
                if (row.getLong(3) > ledger.entries) {
                    unread.add(new Unread(row.getInt(1), row.getString(2), ledger));
                }
            }
        }
        return unread;
    }

    private void read(Unread ledger, int mostTiles, List<Place> places) throws SQLException {
        try (var select = connection.prepareStatement("""
                select tile, positions from ledger_tile where ledger_id = ? and level = 0 and tile >= ?
                order by tile limit ?""")) {
            select.setInt(1, ledger.ledgerId());
            select.setLong(2, ledger.reached().entries / Tiles.WIDTH);
            select.setInt(3, mostTiles);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var first = row.getLong(1) * Tiles.WIDTH;
                    var positions = (Long[]) row.getArray(2).getArray();
                    for (var i = (int) (ledger.reached().entries - first); i < positions.length; i++) {
                        places.add(new Place(ledger.ledgerId(), ledger.name(), first + i, positions[i]));
                    }
                    ledger.reached().entries = first + positions.length;
                }
            }
        }
    }
}
