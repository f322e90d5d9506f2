package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReader;
import dev.countersign.login.PersonalData;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the rows that the audit trail is searched in.
public final class AuditView implements LedgerReader {
    static final String TABLE = "audit_entry";

    private static final String ERASED = "user.UserErased";
    private static final String INSERT = """
            insert into %s (%s)
            select * from unnest(?::int[], ?::timestamptz[], ?::int8[], ?::int8[], ?::text[], ?::int2[], ?::text[], ?::text[],
                                 ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::text[])""";
    private static final String FORGET = """
            update %s set phone_hash = null, ip_hash = null, country = null
            where user_id = any (?) and (phone_hash is not null or ip_hash is not null)""";

    private final AuditRows rows;
    private final AuditPartitions partitions;
    private final String insert;
    private final String forget;

    public AuditView(PersonalData personal) {
        this(TABLE, new AuditRows(personal));
    }

    /// @param table in whose place another one may be put
    AuditView(String table, AuditRows rows) {
        this.rows = rows;
        this.partitions = new AuditPartitions(table);
        this.insert = INSERT.formatted(table, AuditRows.NAMES);
        this.forget = FORGET.formatted(table);
    }

    @Override
    public void take(List<LedgerEntry> entries, Connection connection) throws SQLException {
        partitions.prepare(entries, connection);
        insert(rows.of(entries, connection), connection);
        forget(erased(entries), connection);
    }

    private void insert(List<@Nullable Object[]> rows, Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(insert)) {
            for (var column = 0; column < AuditRows.TYPES.size(); column++) {
                var values = AuditRows.TYPES.get(column).equals("bytea")
                        ? new byte @Nullable [rows.size()][]
                        : new @Nullable Object[rows.size()];
                for (var i = 0; i < values.length; i++) {
                    values[i] = rows.get(i)[column];
                }
                statement.setArray(column + 1, connection.createArrayOf(AuditRows.TYPES.get(column), values));
            }
            statement.executeUpdate();
        }
    }

    /// The users whose erasure is among some entries.
    static List<String> erased(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.event().type().equals(ERASED))
                .map(entry -> entry.subject().user())
                .filter(Objects::nonNull)
                .toList();
    }

    /// What finds the entries of persons who were erased goes.
    void forget(List<String> erased, Connection connection) throws SQLException {
        if (erased.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(forget)) {
            update.setArray(1, connection.createArrayOf("text", erased.toArray()));
            update.executeUpdate();
        }
    }
}
