package dev.countersign.bench;

import dev.countersign.bench.report.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How far the audit view is behind the store while the service is called: how old the oldest event is that it does not
/// have, looked at many times a second.
final class ViewLag implements AutoCloseable {
    private static final long EVERY_MILLIS = 50;
    private static final String OLDEST = """
            select coalesce((select 1e6 * extract(epoch from clock_timestamp() - recorded_at) from event
                             where global_index > (select global_index from ledger_position)
                             order by global_index limit 1), 0)::int8""";

    private final Connection connection;
    private final Map<String, Histogram> micros = new LinkedHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("view-lag").factory());
    private @Nullable String load;

    ViewLag(DataSource database) throws SQLException {
        connection = database.getConnection();
        var _ = thread.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// From now on the service has so much to do.
    synchronized void begin(Load some) {
        load = some.toString();
    }

    synchronized void end() {
        load = null;
    }

    private synchronized void look() {
        if (load == null) {
            return;
        }
        try (var row = connection.createStatement().executeQuery(OLDEST)) {
            row.next();
            micros.computeIfAbsent(load, any -> new Histogram(3)).recordValue(Math.max(0, row.getLong(1)));
        } catch (SQLException e) {
            throw new IllegalStateException("Nobody can tell how far the view is", e);
        }
    }

    /// In words, by load.
    synchronized Map<String, String> told() {
        var told = new LinkedHashMap<String, String>();
        micros.forEach((some, lag) -> told.put(
                "audit view behind the store, " + some,
                "at most %.0f ms, p99 %.0f ms, p50 %.0f ms (looked at %d times)"
                        .formatted(
                                lag.getMaxValue() / 1e3,
                                lag.getValueAtPercentile(99) / 1e3,
                                lag.getValueAtPercentile(50) / 1e3,
                                lag.getTotalCount())));
        return told;
    }

    @Override
    public void close() throws SQLException {
        thread.shutdownNow();
        connection.close();
    }
}
