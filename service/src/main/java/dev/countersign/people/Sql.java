package dev.countersign.people;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;

/// A piece of SQL with the values of its parameters.
///
/// @param values those of type `String[]` and `byte[][]` become arrays of `text` and `bytea`
record Sql(String text, List<Object> values) {

    static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values));
    }

    Sql and(Sql more) {
        var all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, all);
    }

    Sql and(String more, Object... moreValues) {
        return and(of(more, moreValues));
    }

    static Sql joined(String between, List<Sql> parts) {
        var result = of("");
        for (var i = 0; i < parts.size(); i++) {
            result = (i == 0 ? result : result.and(between)).and(parts.get(i));
        }
        return result;
    }

    /// A statement that is planned for these values, and not for any.
    PreparedStatement prepare(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(text);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        for (var i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
                case byte[][] bytes -> statement.setArray(i + 1, connection.createArrayOf("bytea", bytes));
                case Object value -> statement.setObject(i + 1, value);
            }
        }
        return statement;
    }
}
