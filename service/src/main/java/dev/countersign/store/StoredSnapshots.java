package dev.countersign.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventData;

/// What is the newest snapshot of an aggregate?
final class StoredSnapshots implements Lookup.Query<String, DomainEventData<byte[]>> {

    @Override
    public String sql() {
        return "select s.* from unnest(?::text[]) k (aggregate_id) join snapshot s on s.aggregate_id = k.aggregate_id";
    }

    @Override
    public void bind(PreparedStatement statement, List<String> aggregates, Connection connection) throws SQLException {
        statement.setArray(1, connection.createArrayOf("text", aggregates.toArray(String[]::new)));
    }

    @Override
    public void read(ResultSet row, Map<String, DomainEventData<byte[]>> found) throws SQLException {
        found.put(row.getString("aggregate_id"), StoredEvents.entry(row));
    }
}
