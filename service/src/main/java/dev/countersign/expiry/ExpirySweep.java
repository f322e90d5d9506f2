package dev.countersign.expiry;

import dev.countersign.store.Origin;
import dev.countersign.store.StoreUnavailable;
import dev.countersign.store.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for what ran out of time, and records each with the moment at which it did.
public final class ExpirySweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
    private static final Origin ORIGIN = Origin.system("expiry-sweep");

    private final List<Lapsing<?>> kinds;
    private final SweepTurn turn;
    private final Transactions transactions;
    private final InstantSource clock;
    private final int batch;
    private volatile boolean stopping;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("expiry-sweep").factory());

    /// @param batch how many share a commit
    public ExpirySweep(
            List<Lapsing<?>> kinds, SweepTurn turn, Transactions transactions, InstantSource clock, int batch) {
        this.kinds = kinds;
        this.turn = turn;
        this.transactions = transactions;
        this.clock = clock;
        this.batch = batch;
    }

    public void start(Duration interval) {
        thread.scheduleWithFixedDelay(this::sweepQuietly, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("What has expired could not be recorded; the next sweep tries again", e);
        }
    }

    /// Records all that has run out by now. Does nothing if another node is at it.
    public void sweep() {
        turn.alone(() -> {
            var now = clock.instant();
            kinds.forEach(kind -> sweep(kind, now));
        });
    }

    private <T> void sweep(Lapsing<T> kind, Instant now) {
        List<T> lapsed;
        var recorded = 0;
        do {
            lapsed = kind.until(now, batch);
            recorded = expire(kind, lapsed, now);
        } while (lapsed.size() == batch && recorded > 0 && !stopping);
    }

    /// All in one commit; one by one where that fails, so that one that cannot be recorded keeps no other back.
    private <T> int expire(Lapsing<T> kind, List<T> lapsed, Instant now) {
        if (lapsed.isEmpty()) {
            return 0;
        }
        try {
            record(kind, lapsed, now);
            return lapsed.size();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            return (int)
                    lapsed.stream().filter(one -> isRecorded(kind, one, now)).count();
        }
    }

    private <T> boolean isRecorded(Lapsing<T> kind, T one, Instant now) {
        try {
            record(kind, List.of(one), now);
            return true;
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("lapsed", one).setCause(e).log("An expiry cannot be recorded");
            return false;
        }
    }

    private <T> void record(Lapsing<T> kind, List<T> lapsed, Instant now) {
        transactions.run(ORIGIN, () -> {
            lapsed.forEach(one -> kind.expire(one, now));
            return lapsed.size();
        });
    }

    /// Lets the batch under way end.
    @Override
    public void close() {
        stopping = true;
        thread.close();
    }
}
