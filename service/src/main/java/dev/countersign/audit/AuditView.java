package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.LedgerReader;
import dev.countersign.ledger.Subject;
import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the rows that the audit trail is searched in.
public final class AuditView implements LedgerReader {
    private static final String ERASED = "user.UserErased";
    private static final int REMEMBERED = 100_000;

    private static final String INSERT = """
            insert into audit_entry (ledger_id, recorded_at, entry, position, type, outcome, reason, user_id, challenge_id,
                                     session_id, request_id, phone_hash, ip_hash, country, provider)
            select * from unnest(?::int[], ?::timestamptz[], ?::int8[], ?::int8[], ?::text[], ?::int2[], ?::text[], ?::text[],
                                 ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::text[])""";

    private static final List<String> COLUMNS = List.of(
            "int4",
            "timestamptz",
            "int8",
            "int8",
            "text",
            "int2",
            "text",
            "text",
            "text",
            "text",
            "text",
            "bytea",
            "bytea",
            "text",
            "text");

    private final PersonalData personal;
    private final AuditPartitions partitions = new AuditPartitions();
    private final Cache<String, Phone> phones =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public AuditView(PersonalData personal) {
        this.personal = personal;
    }

    /// What a phone is found by.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record Phone(byte[] hash, String country) {}

    @Override
    public void take(List<LedgerEntry> entries, Connection connection) throws SQLException {
        partitions.prepare(entries, connection);
        var unknown = entries.stream()
                .map(entry -> entry.subject().phone())
                .filter(Objects::nonNull)
                .filter(phone -> phones.getIfPresent(phone) == null)
                .distinct()
                .toList();
        var persons = Persons.of(entries.stream().map(LedgerEntry::subject).toList(), unknown, connection, personal);
        insert(entries.stream().map(entry -> row(entry, persons)).toList(), connection);
        forget(entries, connection);
    }

    private @Nullable Object[] row(LedgerEntry entry, Persons persons) {
        var event = entry.event();
        var subject = entry.subject();
        var content = Contents.of(event);
        var verdict = Verdict.of(event.type(), content);
        var phone = phone(subject, persons);
        return new @Nullable Object[] {
            entry.ledgerId(),
            entry.recordedAt().atOffset(ZoneOffset.UTC).toString(),
            entry.number(),
            event.position(),
            event.type(),
            verdict.outcome().getNumber(),
            verdict.reason(),
            subject.user(),
            subject.challenge(),
            subject.session(),
            Contents.origin(event).path("request").asText(null),
            phone.map(Phone::hash).orElse(null),
            addressHash(subject, content, persons),
            phone.map(Phone::country).orElse(null),
            content.path("provider").asText(null)
        };
    }

    private byte @Nullable [] addressHash(Subject subject, JsonNode content, Persons persons) {
        var project = subject.project();
        var hashed = content.path("addressHash");
        if (hashed.isTextual()) {
            return bytes(hashed);
        }
        return project == null
                ? null
                : persons.address(subject, content)
                        .map(ip -> personal.hash(new ProjectId(project), ip))
                        .orElse(null);
    }

    private static byte @Nullable [] bytes(JsonNode base64) {
        try {
            return base64.binaryValue();
        } catch (IOException _) {
            return null;
        }
    }

    /// Nothing, once its user is erased.
    private Optional<Phone> phone(Subject subject, Persons persons) {
        var id = subject.phone();
        var project = subject.project();
        if (id == null || project == null || !persons.isKnown(subject.user())) {
            return Optional.empty();
        }
        var known = phones.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        var learnt = persons.number(id)
                .map(number ->
                        new Phone(personal.hash(new ProjectId(project), number).value(), number.region()));
        learnt.ifPresent(phone -> phones.put(id, phone));
        return learnt;
    }

    private static void insert(List<@Nullable Object[]> rows, Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var column = 0; column < COLUMNS.size(); column++) {
                var values = COLUMNS.get(column).equals("bytea")
                        ? new byte @Nullable [rows.size()][]
                        : new @Nullable Object[rows.size()];
                for (var i = 0; i < values.length; i++) {
                    values[i] = rows.get(i)[column];
                }
                insert.setArray(column + 1, connection.createArrayOf(COLUMNS.get(column), values));
            }
            insert.executeUpdate();
        }
    }

    /// What finds the entries of persons who were erased goes, too.
    private static void forget(List<LedgerEntry> entries, Connection connection) throws SQLException {
        var erased = new ArrayList<String>();
        for (var entry : entries) {
            if (entry.event().type().equals(ERASED) && entry.subject().user() != null) {
                erased.add(entry.subject().user());
            }
        }
        if (erased.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement("""
                update audit_entry set phone_hash = null, ip_hash = null, country = null
                where user_id = any (?) and (phone_hash is not null or ip_hash is not null)""")) {
            update.setArray(1, connection.createArrayOf("text", erased.toArray()));
            update.executeUpdate();
        }
    }
}
