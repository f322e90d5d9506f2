package dev.countersign;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What a test's database holds.
final class StoredEvents {

    private StoredEvents() {}

    /// The stored names of an aggregate's events, in order.
    static List<String> of(String aggregate, String url) {
        try (var connection = DriverManager.getConnection(url);
                var select = connection.prepareStatement(
                        "select payload_type from event where aggregate_id = ? order by sequence_number")) {
            select.setString(1, aggregate);
            var names = new ArrayList<String>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static int rowsIn(String table, String url) {
        try (var connection = DriverManager.getConnection(url);
                var row = connection.createStatement().executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
