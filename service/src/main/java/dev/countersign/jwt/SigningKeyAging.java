package dev.countersign.jwt;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces keys when they are old enough. Every node does; the first counts.
public final class SigningKeyAging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyAging.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final SigningKeyRotation rotation;
    private final Duration age;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("signing-key-aging").factory());

    /// @param age how long a key signs
    public SigningKeyAging(SigningKeyRotation rotation, Duration age) {
        this.rotation = rotation;
        this.age = age;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::rotateQuietly, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void rotateQuietly() {
        try {
            rotation.rotateOlderThan(age);
        } catch (RuntimeException e) {
            LOG.warn("Signing keys could not be looked through; tried again in a minute", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
