package dev.countersign.signedin;

import dev.countersign.login.LiveSession;
import dev.countersign.login.SessionDirectory;
import dev.countersign.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores when sessions were looked at, soon after it happened and many together, so that no check waits for it.
///
/// What a process has not stored when it dies is forgotten, and the next check of that session stores its own time.
public final class AccessTimes implements AutoCloseable {

    /// How old the stored time of the last check may get.
    private static final Duration LAG = Duration.ofMinutes(1);

    /// How many may wait: more do only while nothing can be stored.
    private static final int MOST = 100_000;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(AccessTimes.class);

    private final SessionDirectory directory;
    private final Map<SessionId, Instant> waiting = new ConcurrentHashMap<>();
    private volatile boolean failing;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("access-times").factory());

    public AccessTimes(SessionDirectory directory) {
        this.directory = directory;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::storeQuietly, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Stores it within a moment if what is stored is a minute old.
    void note(LiveSession session, Instant now) {
        if (!now.isBefore(session.lastAccessedAt().plus(LAG)) && waiting.size() < MOST) {
            waiting.putIfAbsent(session.sessionId(), now);
        }
    }

    /// Tells of the first failure of several.
    private void storeQuietly() {
        try {
            store();
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("It cannot be stored when sessions were looked at; the next checks try again", e);
            }
            failing = true;
        }
    }

    private void store() {
        var looks = new HashMap<SessionId, Instant>();
        for (var id : waiting.keySet()) {
            var at = waiting.remove(id);
            if (at != null) {
                looks.put(id, at);
            }
        }
        if (!looks.isEmpty()) {
            directory.touch(looks, LAG);
            failing = false;
        }
    }

    /// Stores what is left.
    @Override
    public void close() {
        thread.close();
        storeQuietly();
    }
}
