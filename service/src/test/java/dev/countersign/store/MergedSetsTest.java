package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Sets of two calls that share a statement.
class MergedSetsTest {

    @Test
    void challengeThatOneCallClosesAndAnotherReplacesIsReplaced() throws SQLException {
        try (var postgres = EmbeddedPostgres.temporary()) {
            var database = new PGSimpleDataSource();
            database.setUrl(postgres.jdbcUrl("postgres"));
            Migrations.run(database);
            var first = set();
            first.add(Write.CHALLENGE, "phone", 1, "first", Instant.EPOCH);
            var closing = set();
            closing.add(Write.CHALLENGE_CLOSING, "phone", 1);
            var following = set();
            following.add(Write.CHALLENGE, "phone", 2, "second", Instant.EPOCH);
            following.add(Write.CHALLENGE_REMOVAL, "phone", 1);

            try (var connection = database.getConnection()) {
                WriteStatement.execute(connection, List.of(first));
                WriteStatement.execute(connection, List.of(closing, following));

                try (var row = connection.createStatement().executeQuery("select challenge_id from newest_challenge")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("second");
                    assertThat(row.next()).isFalse();
                }
            }
        }
    }

    private static WriteSet set() {
        return new WriteSet(Origin.system("test"));
    }
}
