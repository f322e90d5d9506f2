package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Reads events without making objects of what they say, within the transaction of a connection.
public record RawEvents(Connection connection) {

    /// The next ones after a position, in their order; empty at the head.
    public List<RawEvent> after(long position, int most) throws SQLException {
        try (var select = connection.prepareStatement(
                "select * from event where global_index > ? order by global_index limit ?")) {
            select.setLong(1, position);
            select.setInt(2, most);
            return read(select);
        }
    }

    /// The first one of each of these streams, in any order.
    public List<RawEvent> firsts(Collection<String> streams) throws SQLException {
        try (var select = connection.prepareStatement(
                "select * from event where aggregate_id = any (?) and sequence_number = 0")) {
            select.setArray(1, connection.createArrayOf("text", streams.toArray()));
            return read(select);
        }
    }

    /// All of a stream, in their order.
    public List<RawEvent> of(String stream) throws SQLException {
        try (var select =
                connection.prepareStatement("select * from event where aggregate_id = ? order by sequence_number")) {
            select.setString(1, stream);
            return read(select);
        }
    }

    /// All of these streams: those of each in their order.
    public List<RawEvent> of(Collection<String> streams) throws SQLException {
        try (var select = connection.prepareStatement(
                "select * from event where aggregate_id = any (?) order by aggregate_id, sequence_number")) {
            select.setArray(1, connection.createArrayOf("text", streams.toArray()));
            return read(select);
        }
    }

    /// Those at these positions that are there, in their order.
    public List<RawEvent> at(Collection<Long> positions) throws SQLException {
        try (var select =
                connection.prepareStatement("select * from event where global_index = any (?) order by global_index")) {
            select.setArray(1, connection.createArrayOf("int8", positions.toArray()));
            return read(select);
        }
    }

    private static List<RawEvent> read(PreparedStatement select) throws SQLException {
        var events = new ArrayList<RawEvent>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                events.add(event(row));
            }
        }
        return events;
    }

    private static RawEvent event(ResultSet row) throws SQLException {
        return new RawEvent(
                row.getLong("global_index"),
                row.getObject("event_id", UUID.class),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getString("aggregate_type"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getBytes("payload"),
                row.getBytes("metadata"));
    }
}
