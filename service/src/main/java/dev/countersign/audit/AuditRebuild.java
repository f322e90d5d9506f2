package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReplay;
import dev.countersign.ledger.LedgerReplay.Placed;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.ledger.Subject;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.retention.DueEntries;
import dev.countersign.retention.ProvenRules;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Makes the rows of the audit trail anew, beside those that are searched meanwhile, and puts them in their
/// place in one commit.
///
/// Guarantees: every search finds what it would have found; nothing of an erased person comes back; who stops in the
/// middle, in whatever way, has changed nothing, and may start again. One at a time: another one is refused.
public final class AuditRebuild {
    /// Any number that nothing else in this database locks.
    private static final long LOCK = 0x6175646974000001L;

    private static final int CHUNK = 4_096;
    private static final int ATTEMPTS = 200;
    private static final int LOCK_ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(200);

    /// Longer than PostgreSQL's `deadlock_timeout`, after which it stops a vacuum that is in the way.
    private static final Duration LONG = Duration.ofMillis(1_500);

    private static final int LONG_EVERY = 10;

    private final DataSource database;
    private final AuditRows rows;
    private final AuditView fresh;
    private final Subjects subjects = new Subjects();
    private final Set<String> erased = ConcurrentHashMap.newKeySet();
    private final LedgerSigners signers;
    private final InstantSource clock;
    private final int threads;

    /// @param database one whose every statement is a commit of its own
    /// @param signers whose checkpoints prove what is kept no longer
    /// @param threads each has a connection of its own
    public AuditRebuild(
            DataSource database, PersonalData personal, LedgerSigners signers, InstantSource clock, int threads) {
        this.signers = signers;
        this.database = database;
        this.rows = new AuditRows(personal);
        this.fresh = new AuditView(AuditTables.FRESH, rows);
        this.clock = clock;
        this.threads = threads;
    }

    /// Is told how far it is.
    public interface Progress {
        /// @param ahead how many entries are to come, as of now
        void read(long entries, long ahead);

        /// What it does once all are read, which takes a while.
        void begin(String step);
    }

    /// What came of it.
    ///
    /// @param missing how many entries have no row, since their events are not in the store any more
    public record Rebuilt(long entries, long missing) {}

    /// @throws IllegalStateException if another one is running
    public Rebuilt run(Progress progress) {
        try (var connection = database.getConnection()) {
            lock(connection);
            try {
                return run(connection, progress);
            } finally {
                unlock(connection);
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private Rebuilt run(Connection connection, Progress progress) throws SQLException {
        var table = new FreshAudit(connection);
        table.begin();
        var replay = new LedgerReplay(connection);
        var months = new TreeSet<YearMonth>();
        var read = readAll(replay, table, months, progress);
        for (var month : months) {
            progress.begin("index of " + month);
            table.attach(month);
        }
        progress.begin("counts");
        table.count();
        progress.begin("retention");
        dropDue(connection);
        progress.begin("what came meanwhile");
        fresh.forget(List.copyOf(erased), connection);
        read += catchUp(replay, connection);
        read += swap(replay, table, connection);
        return new Rebuilt(read - replay.missing(), replay.missing());
    }

    /// Waits a little: PostgreSQL takes a moment to notice that a process is dead.
    private static void lock(Connection connection) throws SQLException {
        for (var attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            if (isTrue("select pg_try_advisory_lock(?)", connection)) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("The audit trail is being rebuilt already.");
    }

    /// Closing the connection would do it too, some time later.
    private static void unlock(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            var _ = isTrue("select pg_advisory_unlock(?)", connection);
        }
    }

    private static boolean isTrue(String question, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(question)) {
            select.setLong(1, LOCK);
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private long readAll(LedgerReplay replay, FreshAudit table, TreeSet<YearMonth> months, Progress progress)
            throws SQLException {
        var read = 0L;
        progress.read(0, replay.ahead());
        try (var writers = new AuditWriters(database, threads, this::write)) {
            for (var chunk = replay.next(CHUNK); chunk.read() > 0; chunk = replay.next(CHUNK)) {
                table.prepare(chunk.entries(), months);
                writers.write(chunk.entries());
                read += chunk.read();
                progress.read(read, replay.ahead());
            }
            writers.finish();
        }
        return read;
    }

    private void write(List<Placed> placed, Connection connection) throws SQLException {
        var byMonth = new HashMap<YearMonth, List<@Nullable Object[]>>();
        var entries = about(placed, connection);
        var made = rows.of(entries, connection);
        for (var i = 0; i < made.size(); i++) {
            byMonth.computeIfAbsent(AuditPartitions.month(entries.get(i)), month -> new ArrayList<>())
                    .add(made.get(i));
        }
        for (var month : byMonth.entrySet()) {
            AuditCopy.into(
                    AuditPartitions.name(AuditTables.FRESH.entries(), month.getKey()), month.getValue(), connection);
        }
        erased.addAll(AuditView.erased(entries));
    }

    private List<LedgerEntry> about(List<Placed> placed, Connection connection) throws SQLException {
        var about = subjects.of(placed.stream().map(Placed::event).toList(), new RawEvents(connection));
        return placed.stream()
                .map(one -> one.about(about.getOrDefault(one.event().stream(), Subject.UNKNOWN)))
                .toList();
    }

    /// What was dropped before must not be searched again.
    private void dropDue(Connection connection) throws SQLException {
        var rules = new ProvenRules(signers, connection);
        var rows = new DueEntries(AuditTables.FRESH.entries(), AuditTables.FRESH.changes(), rules, connection);
        for (var retention : rules.retentions()) {
            var dropped = rows.drop(retention, clock.instant(), null, CHUNK);
            while (dropped.size() == CHUNK) {
                dropped = rows.drop(retention, clock.instant(), dropped.getLast(), CHUNK);
            }
        }
    }

    private long catchUp(LedgerReplay replay, Connection connection) throws SQLException {
        var read = 0L;
        for (var chunk = replay.next(CHUNK); chunk.read() > 0; chunk = replay.next(CHUNK)) {
            if (!chunk.entries().isEmpty()) {
                fresh.take(about(chunk.entries(), connection), connection);
            }
            read += chunk.read();
        }
        return read;
    }

    private long swap(LedgerReplay replay, FreshAudit table, Connection connection) throws SQLException {
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            connection.setAutoCommit(false);
            try {
                Ledgers.pause(connection);
                if (table.lockSearched(attempt % LONG_EVERY == 0 ? LONG : SHORT)) {
                    // Nobody writes the ledgers now, and nobody searches: for some milliseconds.
                    var read = catchUp(replay, connection);
                    table.swap();
                    connection.commit();
                    return read;
                }
                connection.rollback();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("Somebody searches the audit trail all the time.");
    }
}
