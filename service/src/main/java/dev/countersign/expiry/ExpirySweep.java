package dev.countersign.expiry;

import dev.countersign.expiry.LapsedChallenges.Lapsed;
import dev.countersign.login.LoginDirectory;
import dev.countersign.passcode.PasscodeCommand.ExpireCode;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for codes that ran out of time, and records each with the moment at which it did.
public final class ExpirySweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
    private static final Origin ORIGIN = Origin.system("expiry-sweep");

    private final LapsedChallenges challenges;
    private final LoginDirectory directory;
    private final Transactions transactions;
    private final Commands commands;
    private final InstantSource clock;
    private final int batch;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("expiry-sweep").factory());

    /// @param batch how many codes share a commit
    public ExpirySweep(
            LapsedChallenges challenges,
            LoginDirectory directory,
            Transactions transactions,
            Commands commands,
            InstantSource clock,
            int batch) {
        this.challenges = challenges;
        this.directory = directory;
        this.transactions = transactions;
        this.commands = commands;
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
            LOG.warn("Expired codes could not be recorded; the next sweep tries again", e);
        }
    }

    /// Records all codes that have run out by now, and says how many. None if another node is at it.
    public int sweep() {
        var total = new int[1];
        challenges.alone(() -> {
            var now = clock.instant();
            List<Lapsed> lapsed;
            do {
                lapsed = challenges.until(now, batch);
                expire(lapsed, now);
                total[0] += lapsed.size();
            } while (lapsed.size() == batch);
        });
        return total[0];
    }

    /// All in one commit; one by one where somebody used or replaced a code of the batch in the meantime.
    private void expire(List<Lapsed> lapsed, Instant now) {
        if (lapsed.isEmpty()) {
            return;
        }
        try {
            record(lapsed, now);
        } catch (WriteConflict e) {
            lapsed.forEach(one -> record(List.of(one), now));
        }
    }

    private void record(List<Lapsed> lapsed, Instant now) {
        transactions.run(ORIGIN, () -> {
            for (var one : lapsed) {
                commands.send(new ExpireCode(one.challenge().challengeId(), now));
                directory.close(one.phoneId(), one.challenge());
            }
            return lapsed.size();
        });
    }

    @Override
    public void close() {
        thread.close();
    }
}
