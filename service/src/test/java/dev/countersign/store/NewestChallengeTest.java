package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/// The newest challenge of a phone, when several calls act on it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewestChallengeTest {

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private Connection connection;

    @BeforeAll
    void migrate() {
        database.setUrl(postgres.jdbcUrl("postgres"));
        Migrations.run(database);
    }

    @BeforeEach
    void firstChallenge() throws SQLException {
        connection = database.getConnection();
        connection.createStatement().execute("delete from newest_challenge");
        store(challenge(1, "first"));
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @Test
    void challengeThatOneCallClosesAndAnotherFollowsIsFollowed() throws SQLException {
        store(closing(1), challenge(2, "second"));

        assertThat(newest()).isEqualTo("second open");
    }

    @Test
    void followerOfTheSameChallengeIsRefused() throws SQLException {
        store(challenge(2, "second"));

        assertThatThrownBy(() -> store(challenge(2, "another second")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(SqlFailures.translate(e))
                                .isInstanceOf(WriteConflict.class)
                                .hasMessageContaining("newest_challenge_order"));
        assertThat(newest()).isEqualTo("second open");
    }

    @Test
    void lateFollowerIsRefusedHoweverManyCameBetween() throws SQLException {
        store(closing(1));
        store(challenge(2, "second"));
        store(closing(2));
        store(challenge(3, "third"));

        assertThatThrownBy(() -> store(challenge(2, "late second"))).isInstanceOf(SQLException.class);
        assertThat(newest()).isEqualTo("third open");
    }

    @Test
    void closingLateLeavesTheNewerOneOpen() throws SQLException {
        store(challenge(2, "second"));
        store(closing(1));

        assertThat(newest()).isEqualTo("second open");
    }

    private void store(WriteSet... sets) throws SQLException {
        WriteStatement.execute(connection, List.of(sets));
    }

    private static WriteSet challenge(int ordinal, String id) {
        var set = new WriteSet(Origin.system("test"));
        set.add(Write.CHALLENGE, "phone", ordinal, id, Instant.EPOCH);
        return set;
    }

    private static WriteSet closing(int ordinal) {
        var set = new WriteSet(Origin.system("test"));
        set.add(Write.CHALLENGE_CLOSING, "phone", ordinal);
        return set;
    }

    private String newest() throws SQLException {
        try (var row = connection.createStatement().executeQuery("select * from newest_challenge")) {
            assertThat(row.next()).isTrue();
            var newest = row.getString("challenge_id") + (row.getObject("open_until") == null ? " closed" : " open");
            assertThat(row.next()).isFalse();
            return newest;
        }
    }
}
