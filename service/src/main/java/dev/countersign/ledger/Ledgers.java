package dev.countersign.ledger;

import dev.countersign.project.IdForm;
import dev.countersign.proof.GrowingTree;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Writes the ledgers. Of several nodes one does so at a time.
public final class Ledgers {
    /// The ledger of what belongs to no project.
    public static final String INSTALLATION = "installation";

    private static final IdForm PROJECT = new IdForm("project");

    /// Any number that nothing else in this database locks.
    private static final long LOCK = 0x6c65646765720001L;

    private final DataSource transactional;
    private final List<LedgerReader> readers;
    private final Checkpoints checkpoints;
    private final Subjects subjects = new Subjects();

    /// The trees as they were written last, by this node or by another one: whose size differs is read again.
    private final Map<String, Growing> trees = new HashMap<>();

    public Ledgers(DataSource transactional, List<LedgerReader> readers, Checkpoints checkpoints) {
        this.transactional = transactional;
        this.readers = readers;
        this.checkpoints = checkpoints;
    }

    /// A ledger while it is written.
    private static final class Growing {
        private final int id;
        private final GrowingTree tree;
        private Instant recordedAt;

        private Growing(int id, GrowingTree tree, Instant recordedAt) {
            this.id = id;
            this.tree = tree;
            this.recordedAt = recordedAt;
        }
    }

    /// Whether a ledger can have this name: that of a project, or [#INSTALLATION].
    static boolean isName(String text) {
        return text.equals(INSTALLATION) || PROJECT.environmentIn(text).isPresent();
    }

    /// Takes the next events, and signs the checkpoints that are due.
    ///
    /// @return how many events; 0 also if another node is at it
    public int takeNext(int most) {
        try (var connection = transactional.getConnection()) {
            try {
                var taken = takeNext(connection, most);
                connection.commit();
                return taken;
            } catch (SQLException | RuntimeException e) {
                trees.clear();
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private int takeNext(Connection connection, int most) throws SQLException {
        var position = lock(connection);
        if (position.isEmpty()) {
            return 0;
        }
        var store = new RawEvents(connection);
        var events = store.after(position.getAsLong(), most);
        if (!events.isEmpty()) {
            var entries = write(connection, events, subjects.of(events, store));
            for (var reader : readers) {
                reader.take(entries, connection);
            }
            moveTo(connection, events.getLast().position());
        }
        if (checkpoints.signDue(connection)) {
            for (var reader : readers) {
                reader.signed(connection);
            }
        }
        return events.size();
    }

    private List<LedgerEntry> write(Connection connection, List<RawEvent> events, Map<String, Subject> about)
            throws SQLException {
        var tiles = new NewTiles();
        var touched = new HashMap<String, Growing>();
        var entries = new ArrayList<LedgerEntry>(events.size());
        for (var event : events) {
            var subject = about.getOrDefault(event.stream(), Subject.UNKNOWN);
            var name = subject.project() == null ? INSTALLATION : subject.project();
            var ledger = touched.get(name);
            if (ledger == null) {
                ledger = current(connection, name);
                touched.put(name, ledger);
            }
            entries.add(append(name, ledger, event, subject, tiles));
        }
        tiles.write(connection);
        writeSizes(connection, touched);
        return entries;
    }

    private static LedgerEntry append(String name, Growing ledger, RawEvent event, Subject subject, NewTiles tiles) {
        if (event.recordedAt().isAfter(ledger.recordedAt)) {
            ledger.recordedAt = event.recordedAt();
        }
        var entry = new LedgerEntry(ledger.id, name, ledger.tree.size(), ledger.recordedAt, event, subject);
        tiles.at(ledger.id, entry.number(), event.position());
        ledger.tree.add(entry.leaf().hash(), (level, index, hash) -> tiles.add(ledger.id, level, index, hash));
        return entry;
    }

    private Growing current(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement("""
                insert into ledger (name) values (?)
                on conflict (name) do update set name = excluded.name
                returning ledger_id, size, recorded_at""")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
                row.next();
                var size = row.getLong("size");
                var known = trees.get(name);
                if (known != null && known.tree.size() == size) {
                    return known;
                }
                var id = row.getInt("ledger_id");
                var read = new Growing(
                        id,
                        GrowingTree.of(size, new Tiles(id, connection)),
                        time(row.getObject(3, OffsetDateTime.class)));
                trees.put(name, read);
                return read;
            }
        }
    }

    private static Instant time(OffsetDateTime stored) {
        return stored.equals(OffsetDateTime.MIN) ? Instant.MIN : stored.toInstant();
    }

    private static void writeSizes(Connection connection, Map<String, Growing> touched) throws SQLException {
        try (var update =
                connection.prepareStatement("update ledger set size = ?, recorded_at = ? where ledger_id = ?")) {
            for (var ledger : touched.values()) {
                update.setLong(1, ledger.tree.size());
                update.setObject(2, ledger.recordedAt.atOffset(ZoneOffset.UTC));
                update.setInt(3, ledger.id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// Keeps everybody from writing the ledgers until the transaction of this connection ends. Waits for who is at it.
    public static void pause(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    /// The position, for whoever has the lock until the transaction ends. Waiting for something to do writes nothing.
    ///
    /// The position is read by a statement of its own: one that took the lock as well could see it as it was before
    /// another node moved on.
    private static OptionalLong lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (var row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1) ? position(connection) : OptionalLong.empty();
            }
        }
    }

    private static OptionalLong position(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select global_index from ledger_position");
                var row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    private static void moveTo(Connection connection, long position) throws SQLException {
        try (var update = connection.prepareStatement("update ledger_position set global_index = ?")) {
            update.setLong(1, position);
            update.executeUpdate();
        }
    }
}
