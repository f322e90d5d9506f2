package dev.countersign.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the entries of a ledger say of how long it is kept: proven with them. The tables that the service looks
/// at are made of the same events, and nobody proves those. What cannot be read is no rule: who altered it is found
/// out by proofs.
public final class LedgerRules {
    private static final JsonMapper JSON = new JsonMapper();

    private final String ledger;
    private final Map<RetentionClass, Integer> months = new EnumMap<>(RetentionClass.class);

    /// By their names; empty: of the whole project.
    private final Map<String, String> holds = new HashMap<>();

    /// What was recorded before may have been dropped, by the rules of any time.
    private final Map<RetentionClass, Instant> boundaries = new EnumMap<>(RetentionClass.class);

    /// The same of those users who were ever held, by their ids: nothing of theirs was dropped while they were.
    private final Map<String, Map<RetentionClass, Instant>> ofHeld = new HashMap<>();

    private LedgerRules(String ledger) {
        this.ledger = ledger;
    }

    /// Those of the first entries of a ledger.
    ///
    /// @param size how many
    public static LedgerRules of(String ledger, long size, Instant now, Connection connection) throws SQLException {
        var rules = new LedgerRules(ledger);
        try (var select = connection.prepareStatement("""
                select e.payload_type, e.payload, e.recorded_at
                from ledger l join ledger_tile t using (ledger_id)
                     cross join unnest(t.positions) with ordinality as u(position, nth)
                     join event e on e.global_index = u.position
                where l.name = ? and t.level = 0 and t.tile::numeric * 256 + u.nth <= ?
                      and e.payload_type in ('project.RetentionChanged', 'project.HoldPlaced', 'project.HoldLifted')
                order by t.tile, u.nth""")) {
            select.setString(1, ledger);
            select.setLong(2, size);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    rules.reach(row.getObject(3, OffsetDateTime.class).toInstant());
                    rules.take(row.getString(1), content(row.getBytes(2)));
                }
            }
        }
        rules.reach(now);
        return rules;
    }

    private static JsonNode content(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException _) {
            return JSON.missingNode();
        }
    }

    /// The rules were applied until then, but to what was held.
    private void reach(Instant until) {
        if (!holds.containsValue("")) {
            reach(until, boundaries);
            ofHeld.forEach((user, own) -> {
                if (!holds.containsValue(user)) {
                    reach(until, own);
                }
            });
        }
    }

    private void reach(Instant until, Map<RetentionClass, Instant> reached) {
        months.forEach((entries, many) -> reached.merge(
                entries,
                new Retention(new ProjectId(ledger), entries, many).before(until),
                (one, other) -> one.isAfter(other) ? one : other));
    }

    private void take(String type, JsonNode content) {
        switch (type) {
            case "project.RetentionChanged" ->
                Stream.of(RetentionClass.values())
                        .filter(one -> one.name().equals(content.path("entries").asText()))
                        .forEach(entries -> keep(entries, content.path("months")));
            case "project.HoldPlaced" -> {
                var user = content.path("user").asText("");
                if (!user.isEmpty()) {
                    ofHeld.computeIfAbsent(user, held -> new EnumMap<>(boundaries));
                }
                holds.put(content.path("hold").asText(), user);
            }
            default -> holds.remove(content.path("hold").asText());
        }
    }

    private void keep(RetentionClass entries, JsonNode many) {
        if (many.isInt() && many.intValue() > 0) {
            months.put(entries, many.intValue());
        } else {
            months.remove(entries);
        }
    }

    /// Whether the rules, of now or of a former time, allowed to drop an entry from what is searched.
    ///
    /// @param user whom it is about; null: nobody that is known
    public boolean mayBeDropped(String type, Instant recordedAt, @Nullable String user) {
        var boundary = (user == null ? boundaries : ofHeld.getOrDefault(user, boundaries)).get(RetentionClass.of(type));
        return boundary != null && recordedAt.isBefore(boundary);
    }

    /// How the tables that the service looks at differ; empty: they do not.
    public Optional<String> difference(Connection connection) throws SQLException {
        var kept = new HashMap<String, String>();
        months.forEach((entries, many) -> kept.put(entries.text(), many.toString()));
        if (!kept.equals(table("select entries, months::text from retention where project_id = ?", connection))) {
            return Optional.of("The table of retention has not the rules that the ledger has");
        }
        if (!holds.equals(
                table("select hold, coalesce(user_id, '') from legal_hold where project_id = ?", connection))) {
            return Optional.of("The table of legal holds has not those that the ledger has");
        }
        return Optional.empty();
    }

    private Map<String, String> table(String sql, Connection connection) throws SQLException {
        var found = new HashMap<String, String>();
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getString(2));
                }
            }
        }
        return found;
    }
}
