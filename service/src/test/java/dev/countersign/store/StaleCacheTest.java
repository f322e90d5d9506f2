package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.privacy.Sealed;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.user.GuessPolicy;
import dev.countersign.user.PhoneFactor;
import dev.countersign.user.PhoneFactorCommand;
import dev.countersign.user.PhoneFactorCommand.RecordFailedGuess;
import dev.countersign.user.PhoneFactorCommand.RecordSuccess;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Two nodes that keep the same phone in memory.
class StaleCacheTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Origin ORIGIN = Origin.system("test");
    private static final GuessPolicy POLICY = new GuessPolicy(10, Duration.ofHours(1), 100);

    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();
    private static EmbeddedPostgres postgres;

    private final PhoneId phone = PhoneId.random(Environment.TEST);
    private EventSourcing one;
    private EventSourcing other;

    @BeforeAll
    static void database() throws SQLException {
        postgres = EmbeddedPostgres.temporary();
        DATABASE.setUrl(postgres.jdbcUrl("postgres"));
        Migrations.run(DATABASE);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void nodesThatBothKnowThePhone() {
        one = node();
        other = node();
        one.transactions().run(ORIGIN, () -> one.commands().send(register()));
        failedGuess(other);
        failedGuess(one);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void guessesOfBothAreCounted() {
        assertThat(failedGuess(other).failedGuesses()).isEqualTo(3);
        assertThat(failedGuess(one).failedGuesses()).isEqualTo(4);
    }

    @Test
    void successClearsWhatTheOtherHasCounted() {
        assertThat(success(other)).isEqualTo(new PhoneState(true, 0, null, null));
        assertThat(failedGuess(one).failedGuesses()).isEqualTo(1);

        // As the other one knows the phone there is nothing to clear.
        assertThat(success(other)).isEqualTo(new PhoneState(true, 0, null, null));
        assertThat(failedGuess(one).failedGuesses()).isEqualTo(1);
    }

    private static EventSourcing node() {
        var names = EventNames.of(List.of(PhoneFactorEvent.class), List.of(PhoneFactor.class));
        var node = EventSourcing.on(DATABASE, DATABASE, new EventSourcing.Commits(1, true), names)
                .cachedSnapshotAggregate(PhoneFactor.class, 10)
                .build();
        node.start();
        return node;
    }

    private RegisterPhone register() {
        return new RegisterPhone(
                phone,
                UserId.random(Environment.TEST),
                ProjectId.random(Environment.TEST),
                new Sealed(new byte[] {1}),
                null,
                null,
                NOW);
    }

    private PhoneState failedGuess(EventSourcing node) {
        return changed(node, new RecordFailedGuess(phone, POLICY, NOW));
    }

    private PhoneState success(EventSourcing node) {
        return changed(node, new RecordSuccess(phone, NOW));
    }

    private static PhoneState changed(EventSourcing node, PhoneFactorCommand command) {
        return node.transactions()
                .run(
                        ORIGIN,
                        () -> node.commands()
                                .<Optional<PhoneState>>send(command)
                                .orElseThrow(WriteConflict::staleRead));
    }
}
