package dev.countersign.audit;

import dev.countersign.ledger.LedgerReplay.Placed;
import dev.countersign.store.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// Several threads that write what is handed to them, each on a connection of its own. Whoever hands over more
/// than they can take waits. The first failure ends all.
final class AuditWriters implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 1;
    private static final List<Placed> END = List.of();

    private final BlockingQueue<List<Placed>> chunks = new SynchronousQueue<>();
    private final ExecutorService threads;
    private final List<? extends Future<?>> writers;

    interface Writing {
        void write(List<Placed> entries, Connection connection) throws SQLException;
    }

    AuditWriters(DataSource database, int count, Writing writing) {
        threads = Executors.newFixedThreadPool(count);
        writers = IntStream.range(0, count)
                .mapToObj(writer -> threads.submit(() -> {
                    try (var connection = database.getConnection()) {
                        for (var chunk = chunks.take(); chunk != END; chunk = chunks.take()) {
                            writing.write(chunk, connection);
                        }
                    }
                    return writer;
                }))
                .toList();
    }

    /// @throws RuntimeException the failure of one that ended before
    void write(List<Placed> entries) {
        if (!entries.isEmpty()) {
            hand(entries);
        }
    }

    private void hand(List<Placed> entries) {
        try {
            while (!chunks.offer(entries, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                failOnFailures();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void failOnFailures() throws InterruptedException {
        for (var writer : writers) {
            if (writer.isDone()) {
                result(writer);
            }
        }
    }

    private static void result(Future<?> writer) throws InterruptedException {
        try {
            var _ = writer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure
                    ? SqlFailures.translate(failure)
                    : new IllegalStateException("A writer of the audit trail failed", e.getCause());
        }
    }

    /// Waits until all is written.
    void finish() {
        try {
            for (var ignored : writers) {
                hand(END);
            }
            for (var writer : writers) {
                result(writer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /// Stops those that still run.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
