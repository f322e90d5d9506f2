package dev.countersign.retention;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.retention.DueEntries.Dropped;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Drops the events of codes and sessions, the whole stream at once, within the transaction of a connection.
///
/// A stream goes once none of its entries is left in the audit trail, all of its events have been entries, and nothing
/// asks for it any more: a session that is over, a challenge that is not the newest of its phone. A hold keeps it even
/// if it was placed after the last entry was dropped. Users, phones and projects are never dropped, since they are read
/// from their first event on.
///
/// @param rules within the same transaction
/// @param drops within the same transaction
record DeadStreams(ProvenRules rules, NotedDrops drops, Connection connection) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Notes which streams may go one day, and drops those events that are streams of their own.
    void note(List<Dropped> dropped, ProjectId project) throws SQLException {
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
        // The last, since it keeps others from appending.
        drops.drop(project, ofTheirOwn(dropped));
    }

    /// The streams of refused calls and readings: they go with their only entry.
    private Set<String> ofTheirOwn(List<Dropped> dropped) throws SQLException {
        var positions = dropped.stream()
                .filter(one -> RetentionClass.of(one.type()) == RetentionClass.ACCESS)
                .map(Dropped::position)
                .toList();
        return new RawEvents(connection)
                .at(positions).stream()
                        .filter(event -> RetentionClass.of(event.type()) == RetentionClass.ACCESS)
                        .map(RawEvent::stream)
                        .collect(Collectors.toSet());
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

    /// Whose streams are noted.
    List<ProjectId> projects() throws SQLException {
        try (var select = connection.prepareStatement(
                        "select project_id from project where project_id in (select project_id from undropped_stream)");
                var row = select.executeQuery()) {
            var projects = new ArrayList<ProjectId>();
            while (row.next()) {
                projects.add(new ProjectId(row.getString(1)));
            }
            return projects;
        }
    }

    /// What came of looking at some streams.
    ///
    /// @param events how many went
    /// @param last of the streams; null: there was none
    record Looked(int events, @Nullable String last) {}

    /// Drops those of a project that nothing asks for any more.
    ///
    /// @param after looks at the next ones after this stream
    /// @param most looks at so many at most
    Looked drop(ProjectId project, String after, int most) throws SQLException {
        var dead = dead(project, after, most);
        return new Looked(drops.drop(project, dead), dead.isEmpty() ? null : dead.getLast());
    }

    private List<String> dead(ProjectId project, String after, int most) throws SQLException {
        var dead = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                select u.stream from undropped_stream u
                where u.project_id = ? and u.stream > ?
                      and not exists (select from newest_challenge c
                                      where c.phone_id = u.phone_id and c.challenge_id = u.stream)
                      and not exists (select from session s where s.session_id = u.stream)
                      and not exists (select from audit_entry a where a.challenge_id = u.stream)
                      and not exists (select from audit_entry a where a.session_id = u.stream)
                      and not exists (select from (select project_id, user_id from legal_hold
                                                   union all select * from unnest(?::text[], ?::text[])) h
                                      where h.project_id = u.project_id
                                            and (h.user_id is null or coalesce(h.user_id = u.user_id, true)))
                      and not exists (select from event e where e.aggregate_id = u.stream
                                      and e.global_index > (select global_index from ledger_position))
                order by u.stream limit ?""")) {
            var holds = rules.holds(project.value());
            select.setString(1, project.value());
            select.setString(2, after);
            select.setArray(3, Hold.projects(holds, connection));
            select.setArray(4, Hold.users(holds, connection));
            select.setInt(5, most);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    dead.add(row.getString(1));
                }
            }
        }
        return dead;
    }
}
