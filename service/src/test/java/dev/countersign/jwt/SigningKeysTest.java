package dev.countersign.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.keys.KeyRing;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.project.ProjectId;
import dev.countersign.store.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/// The keys of a project, as several processes see them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningKeysTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Instant END = NOW.plus(Duration.ofDays(30));

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final KeyRing ring = KeyRing.generate();

    @BeforeAll
    void migrate() {
        database.setUrl(postgres.jdbcUrl("postgres"));
        Migrations.run(database);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    /// Making a key takes a while, after which it is younger than the call that asked for it.
    @Test
    void firstKeySignsForTheCallThatMadeIt() throws Exception {
        var ticks = new AtomicLong();
        InstantSource passing = () -> NOW.plusMillis(ticks.incrementAndGet());
        var keys = new SigningKeys(new PostgresSigningKeys(database), ring.signingSeals(), passing);
        var project = project();

        assertThat(keys.published(project)).containsExactly(keys.current(project));
    }

    @Test
    void processesThatMakeTheFirstKeyAtTheSameTimeAgreeOnOne() throws Exception {
        var project = project();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var keys = IntStream.range(0, 4)
                    .mapToObj(process ->
                            threads.submit(() -> processAt(NOW).current(project).id()))
                    .toList();
            var first = keys.getFirst().get(20, TimeUnit.SECONDS);
            for (var key : keys) {
                assertThat(key.get(20, TimeUnit.SECONDS)).isEqualTo(first);
            }
        }
        assertThat(processAt(NOW).published(project)).hasSize(1);
    }

    @Test
    void newerKeyIsPublishedBeforeItSigns() throws SQLException, JOSEException {
        var project = project();
        var older = processAt(NOW).current(project).id();
        var newer = addSecond(project);

        assertThat(processAt(NOW).published(project)).extracting(SigningKey::id).containsExactly(older, newer);
        assertThat(processAt(LATER.minusNanos(1)).current(project).id()).isEqualTo(older);
        assertThat(processAt(LATER).current(project).id()).isEqualTo(newer);
    }

    @Test
    void keyWhoseTimeIsOverIsPublishedNoMore() throws SQLException, JOSEException {
        var project = project();
        var older = processAt(NOW).current(project).id();
        var newer = addSecond(project);

        assertThat(processAt(END.minusNanos(1)).find(project, older)).isPresent();
        assertThat(processAt(END).find(project, older)).isEmpty();
        assertThat(processAt(END).published(project)).extracting(SigningKey::id).containsExactly(newer);
    }

    /// Not for each name that somebody invents, though.
    @Test
    void keyThatAnotherProcessHasAddedIsLookedForOnceASecond() throws SQLException, JOSEException {
        var project = project();
        var now = new AtomicReference<>(NOW);
        var process = new SigningKeys(new PostgresSigningKeys(database), ring.signingSeals(), now::get);
        process.current(project);
        var added = addSecond(project);

        now.set(NOW.plus(SigningKeys.LOOK_AGAIN).minusNanos(1));
        assertThat(process.find(project, added)).isEmpty();

        now.set(NOW.plus(SigningKeys.LOOK_AGAIN));
        assertThat(process.find(project, added)).isPresent();
    }

    @Test
    void keyThatAnotherProcessHasAddedIsPublishedAfterAMinute() throws SQLException, JOSEException {
        var project = project();
        var now = new AtomicReference<>(NOW);
        var process = new SigningKeys(new PostgresSigningKeys(database), ring.signingSeals(), now::get);
        process.current(project);
        addSecond(project);

        now.set(NOW.plus(SigningKeys.FRESH).minusNanos(1));
        assertThat(process.published(project)).hasSize(1);

        now.set(NOW.plus(SigningKeys.FRESH));
        assertThat(process.published(project)).hasSize(2);
    }

    @Test
    void projectThatIsMadeAfterSomebodyAskedForItsKeysGetsOneAtOnce() throws SQLException {
        var project = ProjectId.random(Environment.TEST);
        var process = processAt(NOW);
        assertThat(process.published(project)).isEmpty();

        insert(project);

        assertThat(process.current(project)).isNotNull();
    }

    /// Everybody can invent names of projects, too.
    @Test
    void databaseIsAskedForAnUnknownProjectsKeysOnceASecond() throws SQLException {
        var project = ProjectId.random(Environment.TEST);
        var now = new AtomicReference<>(NOW);
        var process = new SigningKeys(new PostgresSigningKeys(database), ring.signingSeals(), now::get);
        assertThat(process.published(project)).isEmpty();
        insert(project);

        now.set(NOW.plus(SigningKeys.LOOK_AGAIN).minusNanos(1));
        assertThat(process.published(project)).isEmpty();

        now.set(NOW.plus(SigningKeys.LOOK_AGAIN));
        assertThat(process.published(project)).hasSize(1);
    }

    @Test
    void keyThatSignsIsPublishedAtOnce() throws SQLException {
        var project = ProjectId.random(Environment.TEST);
        var process = processAt(NOW);
        process.published(project);
        insert(project);

        var current = process.current(project);

        assertThat(process.published(project)).containsExactly(current);
    }

    @Test
    void projectThatDoesNotExistGetsNoKey() {
        var nobody = ProjectId.random(Environment.TEST);

        assertThat(processAt(NOW).published(nobody)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> processAt(NOW).current(nobody));
    }

    private SigningKeys processAt(Instant now) {
        return new SigningKeys(new PostgresSigningKeys(database), ring.signingSeals(), InstantSource.fixed(now));
    }

    private ProjectId project() throws SQLException {
        var project = ProjectId.random(Environment.TEST);
        insert(project);
        return project;
    }

    private void insert(ProjectId project) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into project values (?, 'test', now())")) {
            insert.setString(1, project.value());
            insert.execute();
        }
    }

    /// Signs from [#LATER] on; the first is published until [#END].
    private String addSecond(ProjectId project) throws SQLException, JOSEException {
        var id = "jwk-test-second-of-" + project.value();
        var key = new RSAKeyGenerator(2048).keyID(id).generate();
        try (var connection = database.getConnection();
                var end =
                        connection.prepareStatement("update signing_key set published_until = ? where project_id = ?");
                var insert =
                        connection.prepareStatement("insert into signing_key values (?, ?, 2, ?, now(), ?, null)")) {
            end.setObject(1, END.atOffset(ZoneOffset.UTC));
            end.setString(2, project.value());
            end.execute();
            insert.setString(1, id);
            insert.setString(2, project.value());
            insert.setBytes(3, ring.signingSeals().seal(key.toJSONString(), project, id));
            insert.setObject(4, LATER.atOffset(ZoneOffset.UTC));
            insert.execute();
        }
        return id;
    }
}
