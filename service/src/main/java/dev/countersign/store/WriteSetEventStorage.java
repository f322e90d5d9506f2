package dev.countersign.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Axon's event storage on PostgreSQL, where appending means to add to the write set of the unit of work.
///
/// Reads are statements under autocommit; those of aggregates that meet are merged.
final class WriteSetEventStorage extends JdbcEventStorageEngine {

    private static final int BATCH = 500;

    /// How long a reader at the head of the store rests between two looks, so that it reads many events at once.
    private static final long PACE_NANOS = 50_000_000;

    private final Snapshots snapshots;
    private final Lookup<StoredEvents.Key, List<DomainEventData<byte[]>>> streams;
    private final Tail tail;
    private volatile Runnable fetched = () -> {};

    private WriteSetEventStorage(
            Builder builder,
            Snapshots snapshots,
            Lookup<StoredEvents.Key, List<DomainEventData<byte[]>>> streams,
            Tail tail) {
        super(builder);
        this.snapshots = snapshots;
        this.streams = streams;
        this.tail = tail;
    }

    /// @param followed the stored names of the events that followers are told of, before the first one starts
    static WriteSetEventStorage on(DataSource database, Serializer json, Set<String> followed) {
        var builder = JdbcEventStorageEngine.builder()
                .connectionProvider(database::getConnection)
                .transactionManager(NoTransactionManager.INSTANCE)
                .eventSerializer(json)
                .snapshotSerializer(json)
                .schema(tables())
                .dataType(byte[].class)
                .persistenceExceptionResolver(new SQLStateResolver())
                .batchSize(BATCH);
        return new WriteSetEventStorage(
                builder,
                new Snapshots(database, json),
                new Lookup<>(database, new StoredEvents()),
                new Tail(database, followed));
    }

    private static EventSchema tables() {
        return EventSchema.builder()
                .eventTable("event")
                .snapshotTable("snapshot")
                .globalIndexColumn("global_index")
                .aggregateIdentifierColumn("aggregate_id")
                .sequenceNumberColumn("sequence_number")
                .typeColumn("aggregate_type")
                .eventIdentifierColumn("event_id")
                .timestampColumn("recorded_at")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .payloadColumn("payload")
                .metaDataColumn("metadata")
                .build();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer json) {
        var set = WriteSet.current();
        var metadata = set.origin().json();
        for (var event : events) {
            var domainEvent = (DomainEventMessage<?>) event;
            var payload = event.serializePayload(json, byte[].class);
            set.add(
                    Write.EVENT,
                    domainEvent.getAggregateIdentifier(),
                    domainEvent.getSequenceNumber(),
                    domainEvent.getType(),
                    event.getIdentifier(),
                    event.getTimestamp(),
                    payload.getType().getName(),
                    payload.getType().getRevision(),
                    payload.getData(),
                    metadata);
        }
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String aggregate, long first) {
        return snapshots
                .eventsAfter(aggregate, first)
                .or(() -> streams.find(new StoredEvents.Key(aggregate, first)))
                .stream()
                .flatMap(List::stream);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregate) {
        return snapshots.read(aggregate);
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer json) {
        snapshots.store(snapshot);
    }

    /// Sets what is called each time the reader at the head comes back for more: whatever it read before can be had by
    /// then.
    void onFetched(Runnable callback) {
        fetched = callback;
    }

    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(TrackingToken token, boolean mayBlock) {
        if (mayBlock) {
            fetched.run();
            LockSupport.parkNanos(PACE_NANOS);
        }
        return super.readEventData(token, mayBlock);
    }

    /// The numbers of events are given in the order in which they become visible; those that are missing were never
    /// stored. So the last number that was read is all there is to remember.
    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken last, int most) {
        return tail.after(last, most);
    }

    @Override
    public TrackingToken createTailToken() {
        return Tail.START;
    }

    @Override
    public TrackingToken createHeadToken() {
        return tail.head();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return tail.before(at);
    }
}
