package dev.countersign.bench.floor;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Supply;
import dev.countersign.bench.load.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// What the service stores for each operation, found out by carrying it out once, so that the floor writes rows of the
/// same sizes.
///
/// @param events in the order in which they were stored; only those of the call itself
/// @param sealedNumber what stands in `phone.sealed_number`
/// @param dataKey what stands in `app_user.data_key`
public record Specimens(Map<Operation, List<StoredEvent>> events, byte[] sealedNumber, byte[] dataKey) {

    /// Those of the service, which must have nothing else to do.
    public static Specimens of(Target service, DataSource database) throws Exception {
        var events = new EnumMap<Operation, List<StoredEvent>>(Operation.class);
        try (var connection = database.getConnection()) {
            for (var operation : Operation.LOGINS) {
                Supply.ensure(service, operation, 1);
                var before = newest(connection);
                service.once(operation);
                events.put(operation, events(connection, before));
                service.settle();
            }
            return new Specimens(
                    events,
                    bytes(connection, "select sealed_number from phone order by registered_at desc limit 1"),
                    bytes(connection, "select data_key from app_user order by created_at desc limit 1"));
        }
    }

    List<StoredEvent> eventsOf(Operation operation) {
        return events.getOrDefault(operation, List.of());
    }

    private static long newest(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select max(global_index) from event")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Events of a call carry the request that it was; those of what runs in the background do not.
    private static List<StoredEvent> events(Connection connection, long after) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select aggregate_type, sequence_number, payload_type, payload_revision, payload, metadata from event
                where global_index > ? and convert_from(metadata, 'UTF8') like '%"request"%'
                order by global_index""")) {
            statement.setLong(1, after);
            var events = new ArrayList<StoredEvent>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(new StoredEvent(
                            row.getString(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBytes(5),
                            row.getBytes(6)));
                }
            }
            return events;
        }
    }

    private static byte[] bytes(Connection connection, String select) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(select)) {
            row.next();
            return row.getBytes(1);
        }
    }
}
