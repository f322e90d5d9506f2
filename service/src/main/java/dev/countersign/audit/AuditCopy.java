package dev.countersign.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Writes many rows at once, by PostgreSQL's `copy` in its binary form (its manual, section "COPY", file formats).
final class AuditCopy {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int NULL = -1;
    private static final int END = -1;
    private static final int ROW_BYTES = 400;

    private final ByteArrayOutputStream bytes;
    private final DataOutputStream out;

    private AuditCopy(int rows) {
        bytes = new ByteArrayOutputStream(rows * ROW_BYTES);
        out = new DataOutputStream(bytes);
    }

    /// @param rows as [AuditRows] makes them
    static void into(String table, List<@Nullable Object[]> rows, Connection connection) throws SQLException {
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + AuditRows.NAMES + ") from stdin with (format binary)");
        try {
            var data = new AuditCopy(rows.size()).bytes(rows);
            copy.writeToCopy(data, 0, data.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private byte[] bytes(List<@Nullable Object[]> rows) {
        try {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
            for (var row : rows) {
                out.writeShort(row.length);
                for (var column = 0; column < row.length; column++) {
                    write(row[column], AuditRows.TYPES.get(column));
                }
            }
            out.writeShort(END);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written anywhere", e);
        }
    }

    private void write(@Nullable Object value, String type) throws IOException {
        switch (value) {
            case null -> out.writeInt(NULL);
            case byte[] some -> write(some);
            case String text -> write(text.getBytes(StandardCharsets.UTF_8));
            case Instant at -> {
                out.writeInt(Long.BYTES);
                out.writeLong(ChronoUnit.MICROS.between(EPOCH, at));
            }
            default -> write((Number) value, type);
        }
    }

    private void write(Number value, String type) throws IOException {
        switch (type) {
            case "int2" -> {
                out.writeInt(Short.BYTES);
                out.writeShort(value.shortValue());
            }
            case "int4" -> {
                out.writeInt(Integer.BYTES);
                out.writeInt(value.intValue());
            }
            default -> {
                out.writeInt(Long.BYTES);
                out.writeLong(value.longValue());
            }
        }
    }

    private void write(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
