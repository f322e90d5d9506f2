package dev.countersign.ledger;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes events into the ledgers as they come.
public final class LedgerFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final int BATCH = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Ledgers ledgers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger").factory());
    private volatile boolean stopping;
    private boolean failing;

    public LedgerFollower(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::follow, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow() {
        try {
            while (ledgers.takeNext(BATCH) == BATCH && !stopping) {
                failing = false;
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("The ledgers cannot be written; they are behind until they can", e);
            }
            failing = true;
        }
    }

    /// Lets the batch under way end.
    @Override
    public void close() {
        stopping = true;
        thread.close();
    }
}
