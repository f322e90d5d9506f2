package dev.countersign.retention;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.LedgerSigners;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.retention.ProjectEvents.Read;
import dev.countersign.retention.ProjectEvents.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which rules and holds count. What lets more be dropped counts once a signed checkpoint covers it; what keeps more
/// counts at once. Of a project whose events were damaged nothing is dropped.
public final class ProvenRules {
    private static final Logger LOG = LoggerFactory.getLogger(ProvenRules.class);

    private final ProjectEvents events;

    public ProvenRules(LedgerSigners signers, Connection connection) {
        this.events = new ProjectEvents(signers, connection);
    }

    /// Those of all projects. Damaged ones are told of in the log.
    public List<Retention> retentions() throws SQLException {
        var all = new ArrayList<Retention>();
        for (var project : events.projects()) {
            switch (events.of(project)) {
                case Read.Whole whole ->
                    months(whole.events())
                            .forEach((entries, many) -> all.add(new Retention(new ProjectId(project), entries, many)));
                case Read.Damaged damaged ->
                    LOG.error(
                            "Nothing of {} is dropped any more: its rules and holds cannot be proven. {} Put the"
                                    + " database back to what it was; 'countersign audit verify-store {}' says where it is"
                                    + " not",
                            project,
                            damaged.why(),
                            project);
            }
        }
        return all;
    }

    private static Map<RetentionClass, Integer> months(List<Told> events) {
        var months = new EnumMap<RetentionClass, Integer>(RetentionClass.class);
        for (var one : events) {
            if (one.type().equals("project.RetentionChanged")) {
                Stream.of(RetentionClass.values())
                        .filter(entries -> entries.name()
                                .equals(one.content().path("entries").asText()))
                        .forEach(entries -> keep(entries, one.content().path("months"), one.isProven(), months));
            }
        }
        return months;
    }

    private static void keep(
            RetentionClass entries, JsonNode many, boolean isProven, Map<RetentionClass, Integer> months) {
        if (!many.isInt() || many.intValue() < 1) {
            months.remove(entries);
        } else if (isProven || many.intValue() > months.getOrDefault(entries, Integer.MAX_VALUE)) {
            months.put(entries, many.intValue());
        }
    }

    /// What of a project may go. Nothing of one whose events were damaged.
    Droppable droppable(String project, Instant now) throws SQLException {
        return switch (events.of(project)) {
            case Read.Whole whole -> {
                var before = new EnumMap<RetentionClass, Instant>(RetentionClass.class);
                months(whole.events())
                        .forEach((entries, many) ->
                                before.put(entries, new Retention(new ProjectId(project), entries, many).before(now)));
                yield new Droppable(before, holds(project, whole.events()));
            }
            case Read.Damaged _ -> new Droppable(Map.of(), List.of(new Hold(project, null)));
        };
    }

    /// All of a project that were placed and not lifted.
    List<Hold> holds(String project) throws SQLException {
        return switch (events.of(project)) {
            case Read.Whole whole -> holds(project, whole.events());
            case Read.Damaged _ -> List.of(new Hold(project, null));
        };
    }

    /// A placement that somebody wrote beside the ledger adds to one of the same name, and does not take its place.
    private static List<Hold> holds(String project, List<Told> events) {
        var holds = new LinkedHashMap<String, List<Hold>>();
        for (var one : events) {
            var name = one.content().path("hold").asText();
            switch (one.type()) {
                case "project.HoldPlaced" ->
                    holds.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Hold(project, one.content().path("user").textValue()));
                case "project.HoldLifted" -> {
                    if (one.isProven()) {
                        holds.remove(name);
                    }
                }
                default -> {}
            }
        }
        return holds.values().stream().flatMap(List::stream).toList();
    }
}
