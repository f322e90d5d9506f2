package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.countersign.ledger.LedgerEntry;
import dev.countersign.ledger.Subject;
import dev.countersign.login.PersonalData;
import dev.countersign.project.ProjectId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What entries are searched by. Told from the ledger, the events and the keys of the users alone, so that the same
/// entries make the same rows at any time, but for those of persons who were erased meanwhile. Safe for many threads.
final class AuditRows {
    static final String NAMES = "ledger_id, recorded_at, entry, position, type, outcome, reason, user_id, challenge_id,"
            + " session_id, request_id, phone_hash, ip_hash, country, provider";

    /// PostgreSQL's names of the columns' types, in the order of the names.
    static final List<String> TYPES = List.of(
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

    /// Where some columns stand.
    static final int LEDGER = 0;

    static final int RECORDED_AT = 1;
    static final int TYPE = 4;
    static final int OUTCOME = 5;
    static final int REASON = 6;
    static final int COUNTRY = 13;
    static final int PROVIDER = 14;

    private static final int REMEMBERED = 100_000;

    private final PersonalData personal;
    private final Cache<String, Phone> phones = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    AuditRows(PersonalData personal) {
        this.personal = personal;
    }

    /// What a phone is found by.
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record Phone(byte[] hash, String country) {}

    /// One for each entry, in their order; the values in the order of the columns.
    List<@Nullable Object[]> of(List<LedgerEntry> entries, Connection connection) throws SQLException {
        var unknown = entries.stream()
                .map(entry -> entry.subject().phone())
                .filter(Objects::nonNull)
                .filter(phone -> phones.getIfPresent(phone) == null)
                .distinct()
                .toList();
        var persons = Persons.of(entries.stream().map(LedgerEntry::subject).toList(), unknown, connection, personal);
        return entries.stream().map(entry -> row(entry, persons)).toList();
    }

    private @Nullable Object[] row(LedgerEntry entry, Persons persons) {
        var event = entry.event();
        var subject = entry.subject();
        var content = Contents.of(event);
        var verdict = Verdict.of(event.type(), content);
        var phone = phone(subject, persons);
        return new @Nullable Object[] {
            entry.ledgerId(),
            entry.recordedAt(),
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
}
