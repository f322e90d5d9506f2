package dev.countersign.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.project.ProjectId;
import dev.countersign.store.SqlFailures;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;

/// Finds what a challenge's story is told from.
record ChallengeEntries(DataSource database) {
    /// Far more than a challenge has, unless somebody gives all calls the same id.
    private static final int MOST = 500;

    private static final int PATIENCE_SECONDS = 5;
    private static final JsonMapper JSON = new JsonMapper();

    /// The entries of the challenge, and those of its user that the same calls made within ten minutes of them, in
    /// order; empty: the project has no such challenge. An id that a caller gives to all its calls would have to be
    /// looked through otherwise.
    List<AuditTelling.Numbered> of(ProjectId project, String challenge) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        with own as materialized (
                            select ledger_id, entry, position, recorded_at, user_id, request_id from audit_entry
                            where challenge_id = ? and ledger_id = (select ledger_id from ledger where name = ?)),
                        calls as (
                            select ledger_id, user_id, request_id, min(recorded_at) - interval '10 minutes' as earliest,
                                   max(recorded_at) + interval '10 minutes' as latest
                            from own where user_id is not null and request_id is not null group by 1, 2, 3)
                        select entry, position from own
                        union
                        select a.entry, a.position from calls c cross join lateral (
                            select entry, position from audit_entry e
                            where e.ledger_id = c.ledger_id and e.user_id = c.user_id and e.request_id = c.request_id
                                  and e.recorded_at between c.earliest and c.latest
                            order by e.recorded_at, e.entry limit 500) a
                        order by entry limit ?""")) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            select.setString(1, challenge);
            select.setString(2, project.value());
            select.setInt(3, MOST);
            var found = new ArrayList<AuditTelling.Numbered>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new AuditTelling.Numbered(row.getLong(1), row.getLong(2)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// How many wrong guesses in a row a phone had before an event; empty: that cannot be told any more.
    OptionalInt failedBefore(String phone, long position) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("""
                        select payload_type, payload from event
                        where aggregate_id = ? and global_index < ?
                              and payload_type in ('phone.PhoneRegistered', 'phone.GuessFailed', 'phone.GuessesCleared',
                                                   'phone.PhoneUnlocked')
                        order by sequence_number desc limit 1""")) {
            select.setQueryTimeout(PATIENCE_SECONDS);
            select.setString(1, phone);
            select.setLong(2, position);
            try (var row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(failed(row.getString(1), row.getBytes(2))) : OptionalInt.empty();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }

    private static int failed(String type, byte[] payload) throws IOException {
        var content = JSON.readTree(payload);
        return switch (type) {
            case "phone.GuessFailed" -> content.path("failedInARow").asInt();
            case "phone.PhoneRegistered" ->
                content.path("inherited").path("failedInARow").asInt();
            default -> 0;
        };
    }
}
