package dev.countersign.bench.floor;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A row to be written, and how.
///
/// @param sql a statement with a `?` for each value
record Row(String sql, Object... values) {

    /// Sets the values from the parameter `first` on; gives the number of the parameter after them.
    int bind(PreparedStatement statement, int first) throws SQLException {
        var parameter = first;
        for (var value : values) {
            statement.setObject(parameter++, value);
        }
        return parameter;
    }
}
