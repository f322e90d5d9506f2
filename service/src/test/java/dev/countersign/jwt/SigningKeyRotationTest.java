package dev.countersign.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.jwt.SigningKeyRotation.Successor;
import dev.countersign.keys.KeyRing;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.store.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/// Keys that are replaced, on a clock that the test moves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SigningKeyRotationTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration AGE = Duration.ofDays(90);
    private static final Duration TICK = Duration.ofNanos(1_000);

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final PostgresSigningKeys stored = new PostgresSigningKeys(database);
    private final KeyRing ring = KeyRing.generate();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SigningKeyRotation rotation = new SigningKeyRotation(stored, ring.signingSeals(), now::get);
    private ProjectId project;

    @BeforeAll
    void migrate() {
        database.setUrl(postgres.jdbcUrl("postgres"));
        Migrations.run(database);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @BeforeEach
    void makeProject() throws SQLException {
        now.set(START);
        project = ProjectId.random(Environment.TEST);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate signing_key, project cascade");
            statement.execute("insert into project values ('" + project.value() + "', 'test', now())");
        }
    }

    @Test
    void nextKeyIsPublishedAtOnceAndSignsAnHourLater() {
        var first = process().current(project).id();

        var next = rotation.rotate(project).orElseThrow();

        assertThat(next.isNew()).isTrue();
        assertThat(next.signsFrom()).isEqualTo(START.plus(SigningKeyRotation.LEAD));
        assertThat(published()).containsExactly(first, next.id());
        now.set(next.signsFrom().minus(TICK));
        assertThat(process().current(project).id()).isEqualTo(first);
        now.set(next.signsFrom());
        assertThat(process().current(project).id()).isEqualTo(next.id());
    }

    @Test
    void olderKeyIsPublishedForThirtyDaysMoreAndThenForgotten() {
        var first = process().current(project).id();
        var next = rotation.rotate(project).orElseThrow();
        var end = next.signsFrom().plus(Duration.ofDays(30));

        now.set(end.minus(TICK));
        rotation.rotateOlderThan(AGE);
        assertThat(published()).containsExactly(first, next.id());

        now.set(end);
        assertThat(published()).containsExactly(next.id());
        rotation.rotateOlderThan(AGE);
        assertThat(stored.of(project).orElseThrow()).hasSize(1);
    }

    @Test
    void keyIsReplacedAtItsAge() {
        process().current(project);

        now.set(START.plus(AGE).minus(TICK));
        rotation.rotateOlderThan(AGE);
        assertThat(published()).hasSize(1);

        now.set(START.plus(AGE));
        rotation.rotateOlderThan(AGE);
        assertThat(published()).hasSize(2);
        rotation.rotateOlderThan(AGE);
        assertThat(published()).hasSize(2);
    }

    @Test
    void keyThatWaitsToSignIsNotReplaced() {
        process().current(project);
        var next = rotation.rotate(project).orElseThrow();

        assertThat(rotation.rotate(project)).contains(new Successor(project, next.id(), next.signsFrom(), false));

        now.set(next.signsFrom());
        assertThat(rotation.rotate(project).orElseThrow().isNew()).isTrue();
        assertThat(published()).hasSize(3);
    }

    @Test
    void processesThatRotateAtTheSameTimeAgreeOnOneKey() throws Exception {
        process().current(project);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, 8)
                    .mapToObj(number -> threads.submit(rotation::rotateAll))
                    .toList();
            var successors = new ArrayList<Successor>();
            for (var one : running) {
                successors.addAll(one.get(60, TimeUnit.SECONDS));
            }

            assertThat(successors).hasSize(8).filteredOn(Successor::isNew).hasSize(1);
            assertThat(successors.stream().map(Successor::id).distinct()).hasSize(1);
        }
        assertThat(published()).hasSize(2);
    }

    @Test
    void projectWithoutAKeyHasNothingToReplace() {
        assertThat(rotation.rotate(project)).isEmpty();
        assertThat(rotation.rotateAll()).isEmpty();
    }

    /// Three processes that have read the keys at different times, and somebody who keeps the key set for as long as it
    /// allows, asked of a process that has itself kept it for a minute.
    @Test
    void whatAnyProcessSignsEveryoneCanCheckThroughoutARotation() {
        var processes = Stream.generate(this::process).limit(3).toList();
        var signers = new HashSet<String>();
        var keySet = processes.getFirst().published(project);
        var keptUntil = START.plus(Duration.ofMinutes(15));

        for (var second = 0; second < 5_400; second += 7) {
            now.set(START.plusSeconds(second));
            if (second == 350) {
                rotation.rotate(project);
            }
            for (var process : processes) {
                if (second % 3 == processes.indexOf(process)) {
                    process.published(project);
                }
            }
            if (!now.get().isBefore(keptUntil)) {
                keySet = processes.get(second % 3).published(project);
                keptUntil = now.get().plus(Duration.ofMinutes(15));
            }
            for (var process : processes) {
                var key = process.current(project);
                signers.add(key.id());
                assertThat(keySet).extracting(SigningKey::id).contains(key.id());
                assertThat(processes)
                        .allMatch(other -> other.find(project, key.id()).isPresent());
            }
        }
        assertThat(signers).hasSize(2);
    }

    @Test
    void newKeySignsWhatItsPublicHalfChecks() throws Exception {
        process().current(project);
        var next = rotation.rotate(project).orElseThrow();
        now.set(next.signsFrom());
        var key = process().current(project);
        var jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.id()).build(), new Payload("x"));

        key.sign(jws);

        assertThat(process().find(project, key.id()).orElseThrow().hasSigned(jws))
                .isTrue();
    }

    @Test
    void nativeSignaturesAreThoseOfTheJdk() throws Exception {
        assumeThat(NativeCrypto.provider()).isPresent();
        var key = new RSAKeyGenerator(2048).keyID("jwk-test").generate();
        var header = new JWSHeader(JWSAlgorithm.RS256);
        var natively = new JWSObject(header, new Payload("x"));
        var byTheJdk = new JWSObject(header, new Payload("x"));

        new SigningKey(key, START, null).sign(natively);
        byTheJdk.sign(new RSASSASigner(key));

        assertThat(natively.serialize()).isEqualTo(byTheJdk.serialize());
    }

    private SigningKeys process() {
        return new SigningKeys(stored, ring.signingSeals(), now::get);
    }

    private List<String> published() {
        return process().published(project).stream().map(SigningKey::id).toList();
    }
}
