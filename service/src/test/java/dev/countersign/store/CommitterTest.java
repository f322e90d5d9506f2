package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.postgres.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// What becomes of write sets, on a real database.
class CommitterTest {

    private static EmbeddedPostgres postgres;
    private final PGSimpleDataSource database = new PGSimpleDataSource();

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void migrate() {
        var name = "committer_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(name);
        database.setUrl(postgres.jdbcUrl(name));
        Migrations.run(database);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setIsStoredWholeOrNotAtAll(boolean group) throws SQLException {
        var committer = new Committer(database, 1, group);
        var first = set("stream", 0);
        first.add(Write.PROJECT, "project", "name", Instant.EPOCH);
        committer.commit(first);
        var second = set("stream", 0);
        second.add(Write.PROJECT, "another", "name", Instant.EPOCH);

        assertThatThrownBy(() -> committer.commit(second))
                .isInstanceOf(WriteConflict.class)
                .hasMessageContaining("event_stream");
        assertThat(count("project")).isEqualTo(1);
        assertThat(count("event")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setsThatMeetDoNotHarmEachOther(boolean group) throws Exception {
        var committer = new Committer(database, 2, group);
        var stored = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < 400; i++) {
                var stream = "stream-" + i % 200; // each of them twice
                results.add(threads.submit(() -> {
                    try {
                        committer.commit(set(stream, 0));
                        return true;
                    } catch (WriteConflict e) {
                        return false;
                    }
                }));
            }
            for (var result : results) {
                stored += result.get() ? 1 : 0;
            }
        }
        assertThat(stored).isEqualTo(200);
        assertThat(count("event")).isEqualTo(200);
    }

    @Test
    void unreachableDatabaseIsSaidToBeUnavailable() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nowhere");

        assertThatThrownBy(() -> new Committer(nowhere, 1, true).commit(set("stream", 0)))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void instantBeyondAllIsInfinity() throws SQLException {
        var set = set("stream", 0);
        set.add(Write.CHALLENGE, "phone", 1, "challenge", Instant.MAX);
        new Committer(database, 1, true).commit(set);

        try (var connection = database.getConnection();
                var row = connection
                        .createStatement()
                        .executeQuery("select open_until = 'infinity' from newest_challenge")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    private static WriteSet set(String stream, long sequence) {
        var set = new WriteSet(new Origin(Map.of("system", "test")));
        set.add(
                Write.EVENT,
                stream,
                sequence,
                "type",
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                "name",
                "1",
                new byte[] {1},
                set.origin().json());
        return set;
    }

    private int count(String table) throws SQLException {
        try (var connection = database.getConnection();
                var row = connection.createStatement().executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
