package dev.countersign.retention;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.retention.DueEntries.Dropped;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /// Whom refused calls and readings are about. A hold on a user does not keep them.
    private static final String NOBODY = "";

    /// Notes which streams may go one day, and drops those events that are streams of their own.
    void note(List<Dropped> dropped, ProjectId project) throws SQLException {
        var alone = ofTheirOwn(dropped);
        var users = new LinkedHashMap<String, @Nullable String>();
        alone.forEach(stream -> users.put(stream, NOBODY));
        for (var one : dropped) {
            if (one.stream() != null) {
                users.put(one.stream(), one.user());
            }
        }
        var streams = List.copyOf(users.keySet());
        var firsts = new RawEvents(connection)
                .firsts(streams).stream().collect(Collectors.toMap(RawEvent::stream, first -> first));
        try (var insert = connection.prepareStatement("""
                insert into undropped_stream (stream, phone_id, user_id, position, project_id)
                select n.*, ? from unnest(?::text[], ?::text[], ?::text[], ?::int8[]) n (stream, phone_id, user_id, position)
                on conflict do nothing""")) {
            insert.setString(1, project.value());
            insert.setArray(2, array("text", streams.stream()));
            insert.setArray(3, array("text", streams.stream().map(firsts::get).map(DeadStreams::phone)));
            insert.setArray(4, array("text", streams.stream().map(users::get)));
            insert.setArray(5, array("int8", streams.stream().map(firsts::get).map(DeadStreams::position)));
            insert.executeUpdate();
        }
        // The last, since it keeps others from appending. What may not go yet is looked at again by the next sweep.
        drops.drop(project, alone);
    }

    private Array array(String type, Stream<? extends @Nullable Object> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
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

    private static @Nullable String phone(@Nullable RawEvent first) {
        try {
            return first != null && first.type().startsWith("passcode.")
                    ? JSON.readTree(first.payload()).path("phoneId").textValue()
                    : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static long position(@Nullable RawEvent first) {
        return first == null ? 0 : first.position();
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

    /// Where a stream stands among those that are noted.
    ///
    /// @param position of its first event
    record Place(long position, String stream) {
        static final Place BEGINNING = new Place(-1, "");
    }

    /// What came of looking at some streams.
    ///
    /// @param events how many went
    /// @param last of the streams; null: there was none
    record Looked(int events, @Nullable Place last) {}

    /// Drops those of a project that nothing asks for any more, the oldest first.
    ///
    /// @param after looks at the next ones after this one
    /// @param most looks at so many at most
    Looked drop(ProjectId project, Place after, int most) throws SQLException {
        var dead = dead(project, after, most);
        var events = drops.drop(project, dead.stream().map(Place::stream).toList());
        return new Looked(events, dead.isEmpty() ? null : dead.getLast());
    }

    private List<Place> dead(ProjectId project, Place after, int most) throws SQLException {
        var dead = new ArrayList<Place>();
        try (var select = connection.prepareStatement("""
                select u.position, u.stream from undropped_stream u
                where u.project_id = ? and (u.position, u.stream) > (?, ?)
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
                order by u.position, u.stream limit ?""")) {
            var holds = rules.holds(project.value());
            select.setString(1, project.value());
            select.setLong(2, after.position());
            select.setString(3, after.stream());
            select.setArray(4, Hold.projects(holds, connection));
            select.setArray(5, Hold.users(holds, connection));
            select.setInt(6, most);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    dead.add(new Place(row.getLong(1), row.getString(2)));
                }
            }
        }
        return dead;
    }
}
