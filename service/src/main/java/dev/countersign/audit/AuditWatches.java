package dev.countersign.audit;

import dev.countersign.ledger.LedgerPlaces;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.LiveSecrets;
import dev.countersign.project.ProjectId;
import dev.countersign.rpc.Caller;
import dev.countersign.rpc.Refusal;
import dev.countersign.rpc.Seats;
import dev.countersign.trail.AddressHash;
import dev.countersign.trail.Readings;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// All who watch the audit trail at this process.
///
/// Guarantees: each is told of every entry that it wants from the one on that it began with, once and in their order,
/// usually within half a second; one that was told nothing for a few seconds knows that it may not be told of
/// everything. A slow watcher holds up nobody and takes no memory; one project's watchers leave room for others. One
/// whose secret is revoked is dismissed within two seconds.
public final class AuditWatches implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(5);

    private final PersonalData personal;
    private final LedgerPlaces places;
    private final AuditPages pages;
    private final LiveSecrets secrets;
    private final Readings readings;
    private final Seats seats;
    private final Set<AuditWatch> watches = ConcurrentHashMap.newKeySet();
    private final AuditTail tail;
    private volatile boolean closed;

    /// @param most how many watchers there may be, a quarter of them for one project
    public AuditWatches(DataSource database, PersonalData personal, LiveSecrets secrets, Readings readings, int most) {
        this.personal = personal;
        this.places = new LedgerPlaces(database);
        this.pages = new AuditPages(places, new AuditTelling(database, personal, new Subjects()));
        this.secrets = secrets;
        this.readings = readings;
        this.seats = new Seats(most);
        this.tail = new AuditTail(places, this::watched, this::dismissStrangers);
    }

    /// How many there are.
    public int count() {
        return seats.taken();
    }

    /// Begins to tell a caller, and returns.
    ///
    /// @param from the number of the first entry; empty: the next one that is recorded
    /// @throws Refusal `AUDIT_POSITION_UNKNOWN` or `TOO_MANY_WATCHERS`; `SERVER_UNAVAILABLE` once this is closed
    void watch(
            Caller caller,
            Reading reading,
            Wanted wanted,
            OptionalLong from,
            ServerCallStreamObserver<WatchAuditEventsResponse> responses) {
        if (closed) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE);
        }
        var size = size(caller.project());
        var begin = from.orElse(size);
        // Such a place comes from a ledger that this database has lost the end of: others will have those numbers, and
        // would be missed.
        if (begin > size) {
            throw Refusal.of(ErrorReason.ERROR_REASON_AUDIT_POSITION_UNKNOWN);
        }
        if (!seats.take(caller.project())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_WATCHERS);
        }
        var watch =
                new AuditWatch(caller, wanted, hashing(caller.project()), reading.isRevealed(), tail, pages, responses);
        watches.add(watch);
        tail.wake();
        if (closed) {
            watch.stop();
        }
        Thread.ofVirtual().name("audit-watch").start(Context.current().wrap(() -> {
            try {
                reading.begin(readings, 0);
                watch.run(begin, size);
            } catch (RuntimeException e) {
                responses.onError(e);
            } finally {
                reading.end(readings, watch.told());
                watches.remove(watch);
                seats.giveBack(caller.project());
            }
        }));
    }

    private Function<IpAddress, AddressHash> hashing(ProjectId project) {
        return address -> new AddressHash(personal.hash(project, address));
    }

    private long size(ProjectId project) {
        return places.sizes(List.of(project.value())).getOrDefault(project.value(), 0L);
    }

    private Set<String> watched() {
        return watches.stream().map(watch -> watch.caller().project().value()).collect(Collectors.toSet());
    }

    private void dismissStrangers() {
        var present = List.copyOf(watches);
        var shown = present.stream().map(watch -> watch.caller().secret()).collect(Collectors.toSet());
        var live = secrets.among(shown);
        present.stream()
                .filter(watch -> !live.contains(watch.caller().secret()))
                .forEach(AuditWatch::dismiss);
    }

    /// Ends all calls, in peace: their callers go on at another node.
    @Override
    public void close() {
        closed = true;
        tail.close();
        watches.forEach(AuditWatch::stop);
        try {
            seats.awaitEmpty(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
