package dev.countersign.retention;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.project.ProjectId;
import dev.countersign.retention.DueEntries.Dropped;
import dev.countersign.store.DroppedEvents;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops the events of codes and sessions, the whole stream at once, within the transaction of a connection.
///
/// A stream goes once none of its entries is left in the audit trail, all of its events have been entries, and nothing
/// asks for it any more: a session that is over, a challenge that is not the newest of its phone. A hold keeps it even
/// if it was placed after the last entry was dropped. Users, phones and projects are never dropped, since they are read
/// from their first event on.
///
/// @param rules within the same transaction
record DeadStreams(ProvenRules rules, Connection connection) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Notes which streams may go one day, and drops those events that are streams of their own.
    void note(List<Dropped> dropped, ProjectId project) throws SQLException {
        new DroppedEvents(connection)
                .drop(
                        "global_index = any (?) and payload_type like 'audit.%'",
                        "int8",
                        dropped.stream()
                                .filter(one -> one.type().startsWith("audit."))
                                .map(Dropped::position)
                                .toArray());
        var users = new LinkedHashMap<String, @Nullable String>();
        for (var one : dropped) {
            if (one.stream() != null) {
                users.put(one.stream(), one.user());
            }
        }
        var streams = List.copyOf(users.keySet());
        var phones = new HashMap<String, String>();
        for (var first : new RawEvents(connection).firsts(streams)) {
            phones.put(first.stream(), phone(first));
        }
        try (var insert = connection.prepareStatement("""
                insert into undropped_stream (stream, phone_id, user_id, project_id)
                select n.*, ? from unnest(?::text[], ?::text[], ?::text[]) n (stream, phone_id, user_id)
                on conflict do nothing""")) {
            insert.setString(1, project.value());
            insert.setArray(2, connection.createArrayOf("text", streams.toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", streams.stream().map(phones::get).toArray()));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text", streams.stream().map(users::get).toArray()));
            insert.executeUpdate();
        }
    }

    private static @Nullable String phone(RawEvent first) {
        try {
            return first.type().startsWith("passcode.")
                    ? JSON.readTree(first.payload()).path("phoneId").textValue()
                    : null;
        } catch (IOException _) {
            return null;
        }
    }

    /// Drops those that nothing asks for any more, at most so many.
    ///
    /// @return how many events
    int drop(int most) throws SQLException {
        var dead = dead(most);
        for (var rows : List.of("snapshot where aggregate_id", "undropped_stream where stream")) {
            try (var delete = connection.prepareStatement("delete from " + rows + " = any (?)")) {
                delete.setArray(1, connection.createArrayOf("text", dead.toArray()));
                delete.executeUpdate();
            }
        }
        return new DroppedEvents(connection).drop("aggregate_id = any (?)", "text", dead.toArray());
    }

    private List<String> dead(int most) throws SQLException {
        var dead = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                select u.stream from undropped_stream u
                where not exists (select from newest_challenge c
                                  where c.phone_id = u.phone_id and c.challenge_id = u.stream)
                      and not exists (select from session s where s.session_id = u.stream)
                      and not exists (select from audit_entry a where a.challenge_id = u.stream)
                      and not exists (select from audit_entry a where a.session_id = u.stream)
                      and not exists (select from (select project_id, user_id from legal_hold
                                                   union all select * from unnest(?::text[], ?::text[])) h
                                      where coalesce(h.project_id = u.project_id, true)
                                            and (h.user_id is null or coalesce(h.user_id = u.user_id, true)))
                      and not exists (select from event e where e.aggregate_id = u.stream
                                      and e.global_index > (select global_index from ledger_position))
                limit ?""")) {
            var holds = rules.holds();
            select.setArray(1, Hold.projects(holds, connection));
            select.setArray(2, Hold.users(holds, connection));
            select.setInt(3, most);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    dead.add(row.getString(1));
                }
            }
        }
        return dead;
    }
}
