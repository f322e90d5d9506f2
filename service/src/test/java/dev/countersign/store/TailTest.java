package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/// Reading all events in order, while others append.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TailTest {

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final Tail tail = new Tail(database, Set.of("name"));

    @BeforeAll
    void migrate() {
        database.setUrl(postgres.jdbcUrl("postgres"));
        Migrations.run(database);
    }

    @BeforeEach
    void forget() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.createStatement().execute("truncate event restart identity");
        }
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @Test
    void laterAppenderWaitsForTheEarlierSoThatNoNumberAppearsBelowOneThatWasRead() throws Exception {
        try (var earlier = database.getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            earlier.setAutoCommit(false);
            append(earlier, "earlier");
            var later = threads.submit(() -> {
                try (var connection = database.getConnection()) {
                    append(connection, "later");
                    return connection;
                }
            });
            awaitWaiter();
            assertThat(tail.after(null, 10)).isEmpty();

            earlier.commit();
            later.get();

            assertThat(aggregates(tail.after(null, 10))).containsExactly("earlier", "later");
        }
    }

    @Test
    void whatWasRolledBackIsPassedOver() throws Exception {
        try (var connection = database.getConnection()) {
            append(connection, "first");
            connection.setAutoCommit(false);
            append(connection, "given up");
            connection.rollback();
            connection.setAutoCommit(true);
            append(connection, "second");
        }
        var read = tail.after(null, 10);

        assertThat(aggregates(read)).containsExactly("first", "second");
        assertThat(tail.after(position(read, 1), 10)).isEmpty();
        assertThat(tail.head()).isEqualTo(position(read, 1));
    }

    @Test
    void readerGoesOnWhereItWas() throws Exception {
        try (var connection = database.getConnection()) {
            for (var name : List.of("a", "b", "c")) {
                append(connection, name);
            }
        }
        var two = tail.after(Tail.START, 2);

        assertThat(aggregates(two)).containsExactly("a", "b");
        assertThat(aggregates(tail.after(position(two, 1), 2))).containsExactly("c");
    }

    /// Else they would be looked through again and again.
    @Test
    void newestOfThoseThatNobodyFollowsTellsHowFarTheReaderIs() throws Exception {
        try (var connection = database.getConnection()) {
            append(connection, "a");
            append(connection, "b", "nobody's");
            append(connection, "c");
            append(connection, "d", "nobody's");
            append(connection, "e", "nobody's");
        }
        var read = tail.after(Tail.START, 10);

        assertThat(aggregates(read)).containsExactly("a", "c", "e");
        assertThat(tail.after(position(read, 2), 10)).isEmpty();
        assertThat(aggregates(tail.after(Tail.START, 1))).containsExactly("a");
    }

    private static void append(Connection connection, String aggregate) throws SQLException {
        append(connection, aggregate, "name");
    }

    private static void append(Connection connection, String aggregate, String event) throws SQLException {
        var set = new WriteSet(Origin.system("test"));
        set.add(
                Write.EVENT,
                aggregate,
                0L,
                "type",
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                event,
                "1",
                new byte[] {1},
                set.origin().json());
        WriteStatement.execute(connection, List.of(set));
    }

    private void awaitWaiter() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
            int waiters;
            do {
                try (var row = select.executeQuery()) {
                    row.next();
                    waiters = row.getInt(1);
                }
            } while (waiters == 0);
        }
    }

    private static @Nullable TrackingToken position(List<TrackedEventData<byte[]>> events, int index) {
        return events.get(index).trackingToken();
    }

    private static List<String> aggregates(List<TrackedEventData<byte[]>> events) {
        return events.stream()
                .map(event -> ((DomainEventData<?>) event).getAggregateIdentifier())
                .toList();
    }
}
