package dev.countersign.revocation;

import dev.countersign.keys.PositionSeals;
import dev.countersign.project.LiveSecrets;
import dev.countersign.revocation.RevocationLog.Look;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.rpc.Seats;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.WatchRevocationsResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// All watchers of this process.
///
/// Guarantees: each is told of every revocation of its project after the position that it began at, once and in order,
/// and usually within 200 ms; one that was told nothing for a few seconds knows that it may not be told of everything.
/// A slow watcher holds up nobody and takes no memory; one project's watchers leave room for others. One whose secret
/// is revoked is dismissed within two seconds.
public final class RevocationWatches implements AutoCloseable {

    /// What begins without a token begins so long ago: longer than any JWT lives that was made before, even if two
    /// nodes' clocks differ by most of a minute.
    static final Duration REPLAY = Duration.ofMinutes(6);

    private static final int WINDOW = 10_000;

    /// How many watchers may read from the log at once; calls need the database, too.
    private static final int READERS = 2;

    private static final Duration STOP = Duration.ofSeconds(5);

    private final RevocationLog log;
    private final LiveSecrets secrets;
    private final ResumeTokens tokens;
    private final InstantSource clock;
    private final RevocationWindow window = new RevocationWindow(WINDOW);
    private final Semaphore readers = new Semaphore(READERS);
    private final Seats seats;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final RevocationTail tail;
    private volatile boolean closed;

    /// @param most how many watchers there may be, a quarter of them for one project
    public RevocationWatches(
            RevocationLog log, LiveSecrets secrets, PositionSeals seals, int most, InstantSource clock) {
        this.log = log;
        this.secrets = secrets;
        this.tokens = new ResumeTokens(seals);
        this.seats = new Seats(most);
        this.clock = clock;
        this.tail = new RevocationTail(log, window, () -> !watches.isEmpty(), this::dismissStrangers);
    }

    /// How many there are.
    public int count() {
        return seats.taken();
    }

    /// Begins to tell a caller, and returns.
    ///
    /// @param token what the caller was told last; empty: begin with what is recent
    /// @throws Refusal `INVALID_RESUME_TOKEN` or `TOO_MANY_WATCHERS`; `SERVER_UNAVAILABLE` once this is closed
    public void watch(Caller caller, String token, ServerCallStreamObserver<WatchRevocationsResponse> responses) {
        if (closed) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE);
        }
        var from = position(caller, token);
        if (!seats.take(caller.project())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_WATCHERS);
        }
        var watch = new Watch(caller, window, this::read, tokens, responses);
        watches.add(watch);
        tail.wake();
        if (closed) {
            watch.stop();
        }
        Thread.ofVirtual().name("watch").start(Context.current().wrap(() -> {
            try {
                watch.run(from);
            } finally {
                watches.remove(watch);
                seats.giveBack(caller.project());
            }
        }));
    }

    /// A position that lies after the newest event comes from events that this database has lost: others will have
    /// their numbers, and would be missed.
    private long position(Caller caller, String token) {
        if (token.isEmpty()) {
            return log.before(clock.instant().minus(REPLAY));
        }
        var position = tokens.read(token, caller.project());
        if (position > log.head()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_INVALID_RESUME_TOKEN);
        }
        return position;
    }

    private Look read(long position, int batch) throws InterruptedException {
        readers.acquire();
        try {
            return log.after(position, batch);
        } finally {
            readers.release();
        }
    }

    private void dismissStrangers() {
        var present = List.copyOf(watches);
        var shown = present.stream().map(watch -> watch.caller().secret()).collect(Collectors.toSet());
        var live = secrets.among(shown);
        present.stream()
                .filter(watch -> !live.contains(watch.caller().secret()))
                .forEach(Watch::dismiss);
    }

    /// Ends all calls, in peace: their callers go on at another node.
    @Override
    public void close() {
        closed = true;
        tail.close();
        watches.forEach(Watch::stop);
        window.close();
        try {
            seats.awaitEmpty(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
