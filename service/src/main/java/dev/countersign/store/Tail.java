package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/// The events that somebody follows, in the order of their numbers, and now and then another one, which tells
/// how far they were looked through.
///
/// @param database one whose every statement is a commit of its own
/// @param followed the stored names of the events
record Tail(DataSource database, Set<String> followed) {

    /// Before the first event.
    static final GlobalSequenceTrackingToken START = new GlobalSequenceTrackingToken(0);

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /// The next events after a position; empty at the head.
    List<TrackedEventData<byte[]>> after(@Nullable TrackingToken position, int most) {
        var last = position instanceof GlobalSequenceTrackingToken token ? token.getGlobalIndex() : 0;
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select * from event
                        where global_index > ?
                        and (payload_type = any (?) or global_index = (select max(global_index) from event))
                        order by global_index limit ?""")) {
            select.setLong(1, last);
            select.setObject(2, followed.toArray(String[]::new));
            select.setInt(3, most);
            return read(select);
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    private static List<TrackedEventData<byte[]>> read(PreparedStatement select) throws SQLException {
        var events = new ArrayList<TrackedEventData<byte[]>>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                var position = new GlobalSequenceTrackingToken(row.getLong("global_index"));
                events.add(new TrackedDomainEventData<>(position, StoredEvents.entry(row)));
            }
        }
        return events;
    }

    /// After the newest event.
    GlobalSequenceTrackingToken head() {
        return position("select max(global_index) from event", statement -> {});
    }

    /// After all events that were recorded before an instant.
    GlobalSequenceTrackingToken before(Instant at) {
        return position(
                "select max(global_index) from event where recorded_at < ?",
                statement -> statement.setObject(1, at.atOffset(ZoneOffset.UTC)));
    }

    private GlobalSequenceTrackingToken position(String sql, Binding binding) {
        try (Connection connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            binding.bind(select);
            try (var row = select.executeQuery()) {
                row.next();
                return new GlobalSequenceTrackingToken(row.getLong(1));
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }
}
