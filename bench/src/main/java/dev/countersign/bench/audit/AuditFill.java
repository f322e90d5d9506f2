package dev.countersign.bench.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.audit.AuditView;
import dev.countersign.bench.rebuild.History;
import dev.countersign.bench.report.Progress;
import dev.countersign.keys.KeyRing;
import dev.countersign.ledger.Checkpoints;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.ledger.Ledgers;
import dev.countersign.login.PersonalData;
import dev.countersign.project.Environment;
import dev.countersign.project.SecretRole;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;

/// Fills a database with a [Month], and lets the ledgers and the view take all of it as the service does, but
/// for larger batches, and without waiting for the disk.
record AuditFill(DataSource database, String jdbcUrl, Progress progress) {
    private static final int BATCH = 4_000;
    private static final int STEP = 1_000_000;

    Kept fill(int events) throws SQLException, IOException {
        var keys = KeyRing.generate();
        var kept = project(keys);
        progress.begin("events");
        var stored = new History(keys, database, kept.month()).store(events, count -> {});
        tidy();
        var begin = System.nanoTime();
        take(keys, stored);
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%,d events, taken into ledgers and view at %,.0f a second%n", stored, stored / seconds);
        headOn();
        tidy();
        kept.keep(database);
        return kept;
    }

    private Kept project(KeyRing keys) {
        try (var service = Serving.on(keys, jdbcUrl)) {
            var project = service.projects().create("bench", Environment.TEST);
            var auditor = service.projects().addSecret(project.project(), SecretRole.AUDITOR);
            return new Kept(
                    keys.revealJson(),
                    project.project().value() + ":" + auditor.secret().revealOnce(),
                    Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
        }
    }

    private void take(KeyRing keys, int events) {
        var settings = new HikariConfig();
        settings.setDataSource(database);
        settings.setAutoCommit(false);
        settings.setMaximumPoolSize(1);
        settings.setConnectionInitSql("set synchronous_commit = off");
        try (var pool = new HikariDataSource(settings)) {
            var ledgers = new Ledgers(
                    pool,
                    List.of(new AuditView(new PersonalData(keys))),
                    new Checkpoints(new LedgerSigners("countersign", keys.ledgerSeeds()), InstantSource.system()));
            var taken = 0L;
            for (var more = ledgers.takeNext(BATCH); more > 0; more = ledgers.takeNext(BATCH)) {
                if (taken / STEP != (taken + more) / STEP || taken == 0) {
                    progress.begin("ledgers from %,d of %,d".formatted(taken, events));
                }
                taken += more;
            }
        }
    }

    /// Nobody shall send the messages of all these logins.
    private void headOn() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    update processor_token set token = convert_to(regexp_replace(convert_from(token, 'UTF8'),
                        '"globalIndex":[0-9]+', '"globalIndex":' || (select max(global_index) from event)), 'UTF8')""");
        }
    }

    private void tidy() throws SQLException {
        progress.begin("vacuum");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }
}
