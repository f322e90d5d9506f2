package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventData;
import org.jspecify.annotations.Nullable;

/// The newest snapshot of an aggregate, if it has one, and the events after it.
final class StoredStream {

    private final String aggregate;
    private @Nullable DomainEventData<byte[]> snapshot;
    private final List<DomainEventData<byte[]>> events = new ArrayList<>(2);

    private StoredStream(String aggregate) {
        this.aggregate = aggregate;
    }

    Optional<DomainEventData<byte[]>> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    List<DomainEventData<byte[]>> events() {
        return events;
    }

    /// Whether the events are those that a reader of this snapshot lacks.
    boolean answers(String asked, long firstEvent) {
        return aggregate.equals(asked) && firstEvent == (snapshot == null ? 0 : snapshot.getSequenceNumber() + 1);
    }

    /// Both in one query.
    static final class ById implements Lookup.Query<String, StoredStream> {

        @Override
        public String sql() {
            return """
                with k as (
                    select k.aggregate_id, s.sequence_number as kept
                    from unnest(?::text[]) k (aggregate_id) left join snapshot s on s.aggregate_id = k.aggregate_id)
                select true as is_snapshot, s.sequence_number, s.aggregate_id, s.aggregate_type, s.event_id,
                       s.recorded_at, s.payload_type, s.payload_revision, s.payload, s.metadata
                from k join snapshot s on s.aggregate_id = k.aggregate_id where k.kept is not null
                union all
                select false, e.sequence_number, e.aggregate_id, e.aggregate_type, e.event_id,
                       e.recorded_at, e.payload_type, e.payload_revision, e.payload, e.metadata
                from k join event e on e.aggregate_id = k.aggregate_id and e.sequence_number > coalesce(k.kept, -1)
                order by 2""";
        }

        @Override
        public void bind(PreparedStatement statement, List<String> aggregates, Connection connection)
                throws SQLException {
            statement.setArray(1, connection.createArrayOf("text", aggregates.toArray(String[]::new)));
        }

        @Override
        public void read(ResultSet row, Map<String, StoredStream> found) throws SQLException {
            var entry = StoredEvents.entry(row);
            var stream = found.computeIfAbsent(entry.getAggregateIdentifier(), StoredStream::new);
            if (row.getBoolean("is_snapshot")) {
                stream.snapshot = entry;
            } else {
                stream.events.add(entry);
            }
        }
    }
}
