package dev.countersign.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Writes many rows at once, by PostgreSQL's `copy` in its text form.
final class AuditCopy {
    private static final int ROW_BYTES = 400;

    private AuditCopy() {}

    static void into(String table, List<@Nullable Object[]> rows, Connection connection) throws SQLException {
        var text = new StringBuilder(rows.size() * ROW_BYTES);
        for (var row : rows) {
            for (var i = 0; i < row.length; i++) {
                text.append(i == 0 ? "" : "\t");
                append(row[i], text);
            }
            text.append('\n');
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + table + " (" + AuditRows.NAMES + ") from stdin",
                            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is read from anywhere", e);
        }
    }

    private static void append(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("\\N");
            case byte[] bytes -> text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
            case String string -> escape(string, text);
            default -> text.append(value);
        }
    }

    private static void escape(String value, StringBuilder text) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
