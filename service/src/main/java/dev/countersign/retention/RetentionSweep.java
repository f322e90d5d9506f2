package dev.countersign.retention;

import dev.countersign.ledger.LedgerSigners;
import dev.countersign.project.ProjectId;
import dev.countersign.retention.DeadStreams.Looked;
import dev.countersign.retention.DeadStreams.Place;
import dev.countersign.retention.DueEntries.Dropped;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops what is not kept any longer, some times a day. One node at a time; where another one is at it, it stops.
public final class RetentionSweep implements AutoCloseable {
    public static final Duration EVERY = Duration.ofHours(6);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final int BATCH = 2_000;

    /// Whole streams are held in memory, and some are long.
    private static final int STREAMS = 200;

    private static final Looked NONE = new Looked(0, null);

    /// Any number that nothing else in this database locks.
    private static final long LOCK = 0x72657461696e0001L;

    private final DataSource transactional;
    private final LedgerSigners signers;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());
    private volatile boolean stopping;

    public RetentionSweep(DataSource transactional, LedgerSigners signers, InstantSource clock) {
        this.transactional = transactional;
        this.signers = signers;
        this.clock = clock;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::sweepQuietly, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweepQuietly() {
        try {
            var swept = sweep(clock.instant());
            if (swept.entries() + swept.events() + swept.months() > 0) {
                LOG.info(
                        "Dropped {} entries of the audit trail, {} events and {} months",
                        swept.entries(),
                        swept.events(),
                        swept.months());
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("What is not kept any longer could not be dropped; the next sweep tries again", e);
        }
    }

    /// What went.
    public record Swept(int entries, int events, int months) {}

    private interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    public Swept sweep(Instant now) {
        var entries = 0;
        for (var retention : retentions()) {
            entries += drop(retention, now);
        }
        var events = dropStreams(now);
        return new Swept(entries, events, alone(connection -> new EmptyMonths(connection).drop(now), 0));
    }

    private int dropStreams(Instant now) {
        var events = 0;
        for (var project : alone(connection -> streams(connection, now).projects(), List.<ProjectId>of())) {
            @Nullable Place last = Place.BEGINNING;
            while (last != null && !stopping) {
                var after = last;
                var looked = alone(connection -> streams(connection, now).drop(project, after, STREAMS), NONE);
                events += looked.events();
                last = looked.last();
            }
        }
        return events;
    }

    private int drop(Retention retention, Instant now) {
        var entries = 0;
        var last = new Dropped[1];
        for (var more = BATCH; more == BATCH && !stopping; entries += more) {
            more = alone(
                    connection -> {
                        var dropped = new DueEntries("audit_entry", "audit_count_change", rules(connection), connection)
                                .drop(retention, now, last[0], BATCH);
                        streams(connection, now).note(dropped, retention.project());
                        last[0] = dropped.isEmpty() ? last[0] : dropped.getLast();
                        return dropped.size();
                    },
                    0);
        }
        return entries;
    }

    private List<Retention> retentions() {
        try (var connection = transactional.getConnection()) {
            var all = rules(connection).retentions();
            connection.rollback();
            return all;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private ProvenRules rules(Connection connection) {
        return new ProvenRules(signers, connection);
    }

    private DeadStreams streams(Connection connection, Instant now) {
        var rules = rules(connection);
        var here = clock.instant();
        var at = here.isAfter(now) ? here : now;
        return new DeadStreams(rules, new NotedDrops(signers, rules, now, at, connection), connection);
    }

    /// In a transaction of its own.
    ///
    /// @param otherwise what comes of it if another node is at it
    private <R> R alone(Work<R> work, R otherwise) {
        try (var connection = transactional.getConnection()) {
            try {
                var done = isAlone(connection) ? work.run(connection) : otherwise;
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (var row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Lets the batch under way end.
    @Override
    public void close() {
        stopping = true;
        thread.close();
    }
}
