package dev.countersign.trail;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what was noted, once a second. A process that is killed takes with it what it had not stored yet.
public final class NoteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoteWriter.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RefusalNotes refusals;
    private final Readings readings;
    private final Notebook notebook;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("notes").factory());
    private boolean failing;

    public NoteWriter(RefusalNotes refusals, Readings readings, Notebook notebook) {
        this.refusals = refusals;
        this.readings = readings;
        this.notebook = notebook;
    }

    public void start() {
        thread.scheduleWithFixedDelay(() -> write(false), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write(boolean isLast) {
        try {
            refusals.write(notebook, isLast);
            readings.write(isLast);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Refused calls and readings of the audit trail cannot be stored; they wait until they can", e);
            }
            failing = true;
        }
    }

    /// Stores the rest.
    @Override
    public void close() {
        thread.close();
        write(true);
    }
}
