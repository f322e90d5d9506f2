package dev.countersign.audit;

import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReader;
import dev.countersign.login.PersonalData;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// Writes the rows that the audit trail is searched in.
public final class AuditView implements LedgerReader {
    private static final String ERASED = "user.UserErased";
    private static final String FORGET = """
            with known as materialized (
                select * from %1$s
                where user_id = any (?) and (phone_hash is not null or ip_hash is not null) for update),
            forgotten as (
                update %1$s e set phone_hash = null, ip_hash = null, country = null from known k
                where e.ledger_id = k.ledger_id and e.recorded_at = k.recorded_at and e.entry = k.entry)
            insert into %2$s (%3$s, minute, change)
            select ledger_id, type, outcome, coalesce(reason, ''), c.country, coalesce(provider, ''),
                   date_trunc('minute', recorded_at, 'UTC'), sum(c.change)
            from known k cross join lateral (values (k.country, -1), ('', 1)) as c(country, change)
            where k.country is not null group by 1, 2, 3, 4, 5, 6, 7""";

    private final AuditRows rows;
    private final AuditPartitions partitions;
    private final CountChanges changes;
    private final AuditCounts counts;
    private final String table;
    private final String forget;
    private boolean isBehind = true;

    public AuditView(PersonalData personal) {
        this(AuditTables.SEARCHED, new AuditRows(personal));
    }

    /// @param tables in whose place others may be put
    AuditView(AuditTables tables, AuditRows rows) {
        this.rows = rows;
        this.partitions = new AuditPartitions(tables.entries());
        this.changes = new CountChanges(tables);
        this.counts = new AuditCounts(tables);
        this.table = tables.entries();
        this.forget = FORGET.formatted(tables.entries(), tables.changes(), Counted.NAMES);
    }

    @Override
    public void take(List<LedgerEntry> entries, Connection connection) throws SQLException {
        partitions.prepare(entries, connection);
        var made = rows.of(entries, connection);
        AuditCopy.into(table, made, connection);
        changes.added(made, connection);
        forget(erased(entries), connection);
        if (isBehind) {
            isBehind = counts.gather(connection);
        }
    }

    @Override
    public void signed(Connection connection) throws SQLException {
        isBehind = counts.gather(connection);
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
