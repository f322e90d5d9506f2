package dev.countersign.gateway.console;

import dev.countersign.gateway.Credentials;
import dev.countersign.v1.GetAuditorResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// Somebody who is signed in, until `ends` at the latest, and until nothing was asked for in a while.
final class Auditor {
    /// How many tails one session follows at once.
    static final int MOST_TAILS = 3;

    private final Credentials credentials;
    private final GetAuditorResponse rights;
    private final String name;
    private final Instant ends;
    private final Duration idleTimeout;
    private final Semaphore tails = new Semaphore(MOST_TAILS);
    private volatile Instant used;

    /// @param name of the person, as an identity provider told it; empty: not known
    Auditor(
            Credentials credentials,
            GetAuditorResponse rights,
            String name,
            Instant now,
            Duration idleTimeout,
            Duration lifetime) {
        this.credentials = credentials;
        this.rights = rights;
        this.name = name;
        this.ends = now.plus(lifetime);
        this.idleTimeout = idleTimeout;
        this.used = now;
    }

    /// For the service only.
    Credentials credentials() {
        return credentials;
    }

    GetAuditorResponse rights() {
        return rights;
    }

    String name() {
        return name;
    }

    /// Exactly at its end a session is over.
    boolean isOver(Instant now) {
        return !now.isBefore(ends) || !now.isBefore(used.plus(idleTimeout));
    }

    /// Something was asked for by hand.
    void use(Instant now) {
        used = now;
    }

    /// False: as many tails are followed as may be. Whoever follows one says when it is over.
    boolean follows() {
        return tails.tryAcquire();
    }

    void followsNoMore() {
        tails.release();
    }

    Duration left(Instant now) {
        return Duration.between(now, ends);
    }
}
