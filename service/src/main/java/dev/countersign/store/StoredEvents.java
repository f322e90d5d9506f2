package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;

/// What happened to an aggregate, from one event on?
///
/// The whole of it at once: every stream of ours stays short, or has a snapshot to begin at.
final class StoredEvents implements Lookup.Query<StoredEvents.Key, List<DomainEventData<byte[]>>> {

    record Key(String aggregate, long first) {}

    @Override
    public String sql() {
        return """
            select e.*, k.first from unnest(?::text[], ?::int8[]) k (aggregate_id, first)
            join event e on e.aggregate_id = k.aggregate_id and e.sequence_number >= k.first
            order by e.aggregate_id, e.sequence_number""";
    }

    @Override
    public void bind(PreparedStatement statement, List<Key> keys, Connection connection) throws SQLException {
        var aggregates = keys.stream().map(Key::aggregate).toArray(String[]::new);
        var firsts = keys.stream().map(Key::first).toArray(Long[]::new);
        statement.setArray(1, connection.createArrayOf("text", aggregates));
        statement.setArray(2, connection.createArrayOf("int8", firsts));
    }

    @Override
    public void read(ResultSet row, Map<Key, List<DomainEventData<byte[]>>> found) throws SQLException {
        found.computeIfAbsent(new Key(row.getString("aggregate_id"), row.getLong("first")), key -> new ArrayList<>())
                .add(entry(row));
    }

    /// A row of `event` or of `snapshot`, which have the same columns.
    static DomainEventData<byte[]> entry(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getString("event_id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getBytes("payload"),
                row.getBytes("metadata"));
    }
}
