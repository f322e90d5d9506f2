package dev.countersign.product;

import dev.countersign.bench.rebuild.History;
import dev.countersign.keys.KeyRing;
import dev.countersign.project.ProjectId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.postgresql.ds.PGSimpleDataSource;

/// A project that many people have logged in to within the last two weeks.
final class ManyLogins {
    private static final Duration SPAN = Duration.ofDays(14);
    /// The last one was a while ago.
    private static final Duration SINCE = Duration.ofHours(2);

    private ManyLogins() {}

    /// Fills the database of a project that no service has served yet.
    ///
    /// @return how many events there are
    static int store(int about, String databaseUrl, String keys, String project) {
        var source = new PGSimpleDataSource();
        source.setUrl(databaseUrl);
        new Database(databaseUrl).change("update event set recorded_at = recorded_at - interval '15 days'");
        var spread = new TwoWeeks(ProjectId.parse(project), Instant.now().minus(SPAN), SPAN.minus(SINCE));
        var history = new History(KeyRing.parse(keys), source, spread);
        try {
            return history.store(about, _ -> {});
        } catch (SQLException | IOException e) {
            throw new AssertionError("The database could not be filled", e);
        }
    }
}
