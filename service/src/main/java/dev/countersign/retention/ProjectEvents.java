package dev.countersign.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What the events of all projects say about what is kept. Whoever alters these is found out; rows that were made of
/// them are believed nothing that destroys.
record ProjectEvents(Connection connection) {
    private static final JsonMapper JSON = new JsonMapper();

    interface Reader {
        void read(String project, String type, JsonNode content);
    }

    /// Tells those of some types, those of each project in their order.
    void tell(List<String> types, Reader reader) throws SQLException {
        try (var select = connection.prepareStatement("""
                select e.aggregate_id, e.payload_type, e.payload
                from project p join event e on e.aggregate_id = p.project_id
                where e.payload_type = any (?) order by e.aggregate_id, e.sequence_number""")) {
            select.setArray(1, connection.createArrayOf("text", types.toArray()));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(row.getString(1), row.getString(2), JSON.readTree(row.getBytes(3)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("An event of a project cannot be read", e);
        }
    }
}
