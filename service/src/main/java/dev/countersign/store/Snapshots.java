package dev.countersign.store;

import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The newest snapshot of each aggregate whose stream may grow long.
///
/// Aggregates that never have one cost no query: those are told by the form of their ids.
final class Snapshots {

    private static final Set<String> KINDS = Set.of("phone-number-", "session-", "user-");

    private final DataSource database;
    private final Serializer json;
    private final Lookup<String, StoredStream> streams;
    private final ThreadLocal<@Nullable StoredStream> ahead = new ThreadLocal<>();

    Snapshots(DataSource database, Serializer json) {
        this.database = database;
        this.json = json;
        this.streams = new Lookup<>(database, new StoredStream.ById());
    }

    /// The events after it come with it, and are kept for the question that follows.
    Stream<DomainEventData<byte[]>> read(String aggregate) {
        if (KINDS.stream().noneMatch(aggregate::startsWith)) {
            return Stream.empty();
        }
        var stream = streams.find(aggregate);
        ahead.set(stream.orElse(null));
        return stream.flatMap(StoredStream::snapshot).stream();
    }

    /// What this thread has just read together with the snapshot; empty if it asks for something else.
    Optional<List<DomainEventData<byte[]>>> eventsAfter(String aggregate, long first) {
        var stream = Optional.ofNullable(ahead.get());
        ahead.remove();
        return stream.filter(read -> read.answers(aggregate, first)).map(StoredStream::events);
    }

    /// Replaces an older snapshot; is quiet about one that is as new.
    void store(DomainEventMessage<?> snapshot) {
        var payload = snapshot.serializePayload(json, byte[].class);
        try (var connection = database.getConnection();
                var upsert = connection.prepareStatement("""
                        insert into snapshot as s values (?, ?, ?, ?::uuid, ?, ?, ?, ?, ?)
                        on conflict (aggregate_id) do update set
                            sequence_number = excluded.sequence_number, event_id = excluded.event_id,
                            recorded_at = excluded.recorded_at, payload_type = excluded.payload_type,
                            payload_revision = excluded.payload_revision, payload = excluded.payload
                        where s.sequence_number < excluded.sequence_number""")) {
            upsert.setString(1, snapshot.getAggregateIdentifier());
            upsert.setLong(2, snapshot.getSequenceNumber());
            upsert.setString(3, snapshot.getType());
            upsert.setString(4, snapshot.getIdentifier());
            upsert.setObject(5, snapshot.getTimestamp().atOffset(ZoneOffset.UTC));
            upsert.setString(6, payload.getType().getName());
            upsert.setString(7, payload.getType().getRevision());
            upsert.setBytes(8, payload.getData());
            upsert.setBytes(9, Origin.system("snapshot").json());
            upsert.execute();
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
