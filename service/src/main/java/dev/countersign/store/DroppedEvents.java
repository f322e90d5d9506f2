package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Drops events for good, within the transaction of a connection. What is left of each is its number, and when it was
/// recorded.
public record DroppedEvents(Connection connection) {

    /// All of these streams.
    ///
    /// @return how many
    public int drop(Collection<String> streams) throws SQLException {
        try (var delete = connection.prepareStatement("""
                with gone as (delete from event where aggregate_id = any (?) returning global_index, recorded_at)
                insert into dropped_event select * from gone""")) {
            delete.setArray(1, connection.createArrayOf("text", streams.toArray()));
            return delete.executeUpdate();
        }
    }

    /// When those of these events were recorded that were dropped so.
    public Map<Long, Instant> at(Collection<Long> positions) throws SQLException {
        var found = new HashMap<Long, Instant>();
        if (positions.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement(
                "select global_index, recorded_at from dropped_event where global_index = any (?)")) {
            select.setArray(1, connection.createArrayOf("int8", positions.toArray()));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.put(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        }
        return found;
    }
}
