package dev.countersign.retention;

import dev.countersign.project.RetentionClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Drops rows of the audit trail, a batch at a time, within the transaction of a connection.
///
/// Nothing is dropped that a hold holds, that no signed checkpoint covers yet, or that is about a person whose erasure
/// is yet to be certified.
///
/// @param table of the rows
/// @param changes where it is noted that there are fewer
/// @param rules within the same transaction
public record DueEntries(String table, String changes, ProvenRules rules, Connection connection) {
    private static final String LOGINS = "(type like 'passcode.%' or type like 'session.%')";
    private static final String MESSAGES = RetentionClass.MESSAGE_TYPES.stream()
            .sorted()
            .map(type -> "'" + type + "'")
            .collect(Collectors.joining(", ", "type in (", ")"));
    private static final String ACCESS = "type like 'audit.%'";

    /// A row that was dropped.
    ///
    /// @param stream that it was about: of a challenge or a session; null: of something else
    /// @param user null: of none that is known
    public record Dropped(
            Instant recordedAt,
            long entry,
            long position,
            String type,
            @Nullable String stream,
            @Nullable String user) {}

    /// The next rows that are due after a place, in their order. At the end there are fewer than `most`.
    ///
    /// @param after null: from the beginning
    public List<Dropped> drop(Retention retention, Instant now, @Nullable Dropped after, int most) throws SQLException {
        try (var delete = connection.prepareStatement("""
                with due as (
                    select a.ledger_id, a.recorded_at, a.entry from %1$s a join ledger l using (ledger_id)
                    where l.name = ? and %2$s and a.recorded_at < ? and a.entry < l.checkpoint_size
                          and (a.recorded_at, a.entry) > (?, ?)
                          and not exists (select from legal_hold h where h.project_id = l.name
                                          and (h.user_id is null or h.user_id = a.user_id))
                          and not exists (select from unnest(?::text[], ?::text[]) h (project_id, user_id)
                                          where h.project_id = l.name
                                                and (h.user_id is null or h.user_id = a.user_id))
                          and not exists (select from erasure e
                                          where e.user_id = a.user_id and e.certificate is null)
                    order by a.recorded_at, a.entry limit ?),
                gone as (
                    delete from %1$s a using due d
                    where a.ledger_id = d.ledger_id and a.recorded_at = d.recorded_at and a.entry = d.entry
                    returning a.*),
                counted as (
                    insert into %3$s (ledger_id, minute, type, outcome, reason, country, provider, change)
                    select ledger_id, date_trunc('minute', recorded_at, 'UTC'), type, outcome, coalesce(reason, ''),
                           coalesce(country, ''), coalesce(provider, ''), -count(*)
                    from gone group by 1, 2, 3, 4, 5, 6, 7)
                select recorded_at, entry, position, type,
                       case when type like 'passcode.%%' then challenge_id
                            when type like 'session.%%' then session_id end,
                       user_id
                from gone""".formatted(table, condition(retention.entries()), changes))) {
            delete.setString(1, retention.project().value());
            delete.setObject(2, retention.before(now).atOffset(ZoneOffset.UTC));
            delete.setObject(
                    3, after == null ? OffsetDateTime.MIN : after.recordedAt().atOffset(ZoneOffset.UTC));
            delete.setLong(4, after == null ? -1 : after.entry());
            var holds = rules.holds(retention.project().value());
            delete.setArray(5, Hold.projects(holds, connection));
            delete.setArray(6, Hold.users(holds, connection));
            delete.setInt(7, most);
            var dropped = new ArrayList<Dropped>();
            try (var row = delete.executeQuery()) {
                while (row.next()) {
                    dropped.add(new Dropped(
                            row.getObject(1, OffsetDateTime.class).toInstant(),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6)));
                }
            }
            dropped.sort(Comparator.comparing(Dropped::recordedAt).thenComparing(Dropped::entry));
            return dropped;
        }
    }

    /// The same as [RetentionClass#of].
    private static String condition(RetentionClass entries) {
        return switch (entries) {
            case LOGINS -> LOGINS + " and not " + MESSAGES;
            case MESSAGES -> MESSAGES;
            case ACCESS -> ACCESS;
            case CHANGES -> "not " + LOGINS + " and not " + ACCESS;
        };
    }
}
