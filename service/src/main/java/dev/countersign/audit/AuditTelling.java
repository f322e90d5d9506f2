package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.countersign.ledger.Subject;
import dev.countersign.ledger.Subjects;
import dev.countersign.login.PersonalData;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.ProjectId;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells entries readably: what the events say, and of persons as much as an auditor may see.
final class AuditTelling {
    /// What `details` may hold: nothing of this is about a person. What is sealed, hashed or an id that has a field of
    /// its own is left out.
    private static final Set<String> DETAILS = Set.of(
            "name",
            "digits",
            "attempts",
            "attemptsLeft",
            "lockAfter",
            "hardStop",
            "expiresAt",
            "channel",
            "locale",
            "by",
            "failedInARow",
            "until",
            "attachedUntil",
            "status",
            "roles",
            "role",
            "removed",
            "added",
            "rpc",
            "count",
            "filter",
            "revealed",
            "calls",
            "entries",
            "at",
            "secretId",
            "months",
            "hold",
            "user",
            "note");

    /// Its `name` is that of a person, and sealed.
    private static final String SEALED_NAME = "user.NameChanged";

    private static final int REMEMBERED = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(AuditTelling.class);

    private final DataSource database;
    private final PersonalData personal;
    private final Subjects subjects;
    private final Cache<Long, Long> astray =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    AuditTelling(DataSource database, PersonalData personal, Subjects subjects) {
        this.database = database;
        this.personal = personal;
        this.subjects = subjects;
    }

    /// An entry by its number, and where its event stands.
    record Numbered(long entry, long position) {}

    /// In the same order. What is not in the store any more is left out, and so is what is not of the project: whoever
    /// altered where entries stand must not make them tell what is another's.
    List<Told> told(ProjectId project, List<Numbered> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        try (var connection = database.getConnection()) {
            var store = new RawEvents(connection);
            var events = store.at(entries.stream().map(Numbered::position).toList()).stream()
                    .collect(Collectors.toMap(RawEvent::position, Function.identity()));
            var about = subjects.of(List.copyOf(events.values()), store);
            var phones = about.values().stream()
                    .map(Subject::phone)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            var persons = Persons.of(about.values(), phones, connection, personal);
            var told = new ArrayList<Told>(entries.size());
            for (var entry : entries) {
                var event = events.get(entry.position());
                var subject = event == null ? Subject.UNKNOWN : about.getOrDefault(event.stream(), Subject.UNKNOWN);
                if (event != null && isOf(project, subject, entry)) {
                    told.add(tell(entry.entry(), event, subject, persons));
                }
            }
            return told;
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Says once of each that it is not: this is no accident.
    private boolean isOf(ProjectId project, Subject subject, Numbered entry) {
        var isOf = project.value().equals(subject.project());
        if (!isOf && astray.asMap().putIfAbsent(entry.position(), entry.entry()) == null) {
            LOG.error(
                    "Entry {} of {} leads to event {}, which is not of this project; it is not told",
                    entry.entry(),
                    project.value(),
                    entry.position());
        }
        return isOf;
    }

    private static Told tell(long entry, RawEvent event, Subject subject, Persons persons) {
        var content = Contents.of(event);
        var origin = Contents.origin(event);
        var verdict = Verdict.of(event.type(), content);
        var number = persons.number(subject.phone());
        var address = persons.address(subject, content);
        var told = AuditEvent.newBuilder()
                .setAuditEventId(event.id().toString())
                .setEntry(entry)
                .setRecordedAt(timestamp(event.recordedAt()))
                .setType(event.type())
                .setOutcome(verdict.outcome())
                .setReason(orEmpty(verdict.reason()))
                .setUserId(orEmpty(subject.user()))
                .setPhoneId(orEmpty(subject.phone()))
                .setPhoneNumber(number.map(PhoneNumber::maskedForAudit).orElse(""))
                .setChallengeId(orEmpty(subject.challenge()))
                .setSessionId(orEmpty(subject.session()))
                .setIpAddress(address.map(IpAddress::masked).orElse(""))
                .setCountry(number.map(PhoneNumber::region).orElse(""))
                .setProvider(content.path("provider").asText(""))
                .setRequestId(origin.path("request").asText(""))
                .setSecretId(origin.path("secret").asText(""))
                .setSystem(origin.path("system").asText(""))
                .setDetails(details(event.type(), content))
                .build();
        return new Told(told, number, address, Contents.addressHash(content));
    }

    private static Struct details(String type, JsonNode content) {
        var details = Struct.newBuilder();
        for (Map.Entry<String, JsonNode> member : content.properties()) {
            if (isTold(type, member.getKey())) {
                details.putFields(member.getKey(), value(member.getValue()));
            }
        }
        return details.build();
    }

    private static boolean isTold(String type, String name) {
        return DETAILS.contains(name) && !(type.equals(SEALED_NAME) && name.equals("name"));
    }

    private static Value value(JsonNode node) {
        var value = Value.newBuilder();
        if (node.isNumber()) {
            return value.setNumberValue(node.doubleValue()).build();
        }
        if (node.isBoolean()) {
            return value.setBoolValue(node.booleanValue()).build();
        }
        if (node.isArray()) {
            var list = ListValue.newBuilder();
            node.forEach(item -> list.addValues(value(item)));
            return value.setListValue(list).build();
        }
        return value.setStringValue(node.asText()).build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
