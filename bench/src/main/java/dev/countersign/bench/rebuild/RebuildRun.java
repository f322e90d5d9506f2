package dev.countersign.bench.rebuild;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.audit.AuditRebuild;
import dev.countersign.audit.AuditView;
import dev.countersign.bench.process.Backend;
import dev.countersign.bench.report.Progress;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.login.PersonalData;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Fills the store, lets the ledgers take all of it, and makes the rows of the audit trail anew.
public final class RebuildRun {
    public static final int STEPS = 9;

    private static final double LEAST_PER_SECOND = 20_000;
    private static final int BATCH = 1_000;

    private final KeyRing keys;
    private final DataSource database;
    private final Progress progress;
    private final List<String> lines = new ArrayList<>();

    public RebuildRun(KeyRing keys, DataSource database, Progress progress) {
        this.keys = keys;
        this.database = database;
        this.progress = progress;
    }

    public void fill(int events) throws SQLException, IOException {
        progress.begin("events");
        var stored = new History(keys, database, Spread.narrow(ProjectId.random(Environment.TEST)))
                .store(events, count -> {});
        lines.add("%,d events".formatted(stored));
    }

    /// What the service does as events come.
    public void take() {
        progress.begin("ledgers");
        var personal = new PersonalData(keys);
        var settings = new HikariConfig();
        settings.setDataSource(database);
        settings.setAutoCommit(false);
        settings.setMaximumPoolSize(1);
        try (var pool = new HikariDataSource(settings)) {
            var ledgers = new Ledgers(
                    pool,
                    List.of(new AuditView(personal)),
                    new Checkpoints(new LedgerSigners("bench", keys.ledgerSeeds()), InstantSource.system()));
            var backend = backend(pool);
            var ours = ProcessHandle.current();
            var stored = backend.cpuNanos();
            var served = cpu(ours);
            var start = System.nanoTime();
            var taken = 0L;
            for (var more = ledgers.takeNext(BATCH); more > 0; more = ledgers.takeNext(BATCH)) {
                taken += more;
            }
            lines.add("taken into ledgers and view by one thread: " + speed(taken, start));
            lines.add("CPU of each: %.1f us here, %.1f us of PostgreSQL"
                    .formatted((cpu(ours) - served) / 1e3 / taken, (backend.cpuNanos() - stored) / 1e3 / taken));
        }
    }

    private static Backend backend(DataSource pool) {
        try (var connection = pool.getConnection()) {
            var backend = Backend.of(connection);
            connection.rollback();
            return backend;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /// True if it was fast enough, and the result is what was there.
    public boolean rebuild(int writers) throws SQLException {
        var before = fingerprint();
        var start = System.nanoTime();
        var rebuilt = new AuditRebuild(
                        database,
                        new PersonalData(keys),
                        new LedgerSigners("countersign", keys.ledgerSeeds()),
                        InstantSource.system(),
                        writers)
                .run(new AuditRebuild.Progress() {
                    @Override
                    public void read(long entries, long ahead) {
                        if (entries == 0) {
                            progress.begin("rows");
                        } else if (ahead == 0) {
                            lines.add("of which rows: " + speed(entries, start));
                        }
                    }

                    @Override
                    public void begin(String step) {
                        progress.begin(step);
                    }
                });
        lines.add("rebuilt with %d writers: %s".formatted(writers, speed(rebuilt.entries(), start)));
        var perSecond = rebuilt.entries() * 1e9 / (System.nanoTime() - start);
        var same = fingerprint().equals(before);
        lines.add(same ? "the rows are the same" : "THE ROWS DIFFER");
        return same && perSecond >= LEAST_PER_SECOND;
    }

    public String text() {
        return String.join("\n", lines);
    }

    private static String speed(long entries, long start) {
        var seconds = (System.nanoTime() - start) / 1e9;
        return "%,d in %.1f s, %,.0f a second".formatted(entries, seconds, entries / seconds);
    }

    private String fingerprint() throws SQLException {
        try (Connection connection = database.getConnection();
                var row = connection.createStatement().executeQuery("""
                        select count(*) || ' ' || sum(hashtextextended(e::text, 0)::numeric) from audit_entry e""")) {
            row.next();
            return row.getString(1);
        }
    }
}
