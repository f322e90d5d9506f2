package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneFactor;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RegisterPhone;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import dev.countersign.user.UserId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// A phone that is guessed at for years.
class SnapshotsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Origin ORIGIN = Origin.system("test");
    private static final GuessPolicy POLICY = new GuessPolicy(100, Duration.ofHours(1), 100);

    @Test
    void phoneIsReadFromItsSnapshotAndWhatCameAfter() throws SQLException {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var database = new PGSimpleDataSource();
            database.setUrl(postgres.jdbcUrl("postgres"));
            Migrations.run(database);
            var phone = PhoneId.random(Environment.TEST);
            try (var store = store(database)) {
                store.transactions().run(ORIGIN, () -> store.commands().send(register(phone)));
                for (var guess = 1; guess <= 60; guess++) {
                    assertThat(guess(store, phone).failedGuesses()).isEqualTo(guess);
                }
            }

            assertThat(snapshots(database)).isEqualTo(1);
            forgetEventsBeforeTheSnapshot(database);
            try (var store = store(database)) {
                assertThat(guess(store, phone)).isEqualTo(new PhoneState(false, 61, null, null));
            }
        }
    }

    private static EventSourcing store(PGSimpleDataSource database) {
        var names = EventNames.of(List.of(PhoneFactorEvent.class), List.of(PhoneFactor.class));
        var store = EventSourcing.on(database, database, new EventSourcing.Commits(1, true), names)
                .snapshotAggregate(PhoneFactor.class)
                .build();
        store.start();
        return store;
    }

    private static RegisterPhone register(PhoneId phone) {
        return new RegisterPhone(
                phone,
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                new Sealed(new byte[] {1}),
                null,
                null,
                NOW);
    }

    private static PhoneState guess(EventSourcing store, PhoneId phone) {
        return store.transactions()
                .run(
                        ORIGIN,
                        () -> store.commands().<Optional<PhoneState>>send(new RecordFailedGuess(phone, POLICY, NOW)))
                .orElseThrow();
    }

    private static int snapshots(PGSimpleDataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var row = connection.createStatement().executeQuery("select count(*) from snapshot")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void forgetEventsBeforeTheSnapshot(PGSimpleDataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from event e using snapshot s"
                    + " where e.aggregate_id = s.aggregate_id and e.sequence_number <= s.sequence_number");
        }
    }
}
