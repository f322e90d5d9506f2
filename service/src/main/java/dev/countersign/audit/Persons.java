package dev.countersign.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Subject;
import dev.countersign.login.PersonalData;
import dev.countersign.login.WrappedKey;
import dev.countersign.privacy.BrokenSealException;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.IpAddress;
import dev.countersign.privacy.Sealed;
import dev.countersign.session.SessionId;
import dev.countersign.store.RawEvent;
import dev.countersign.store.RawEvents;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneNumber;
import dev.countersign.user.UserId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What some events tell of persons, opened. Nothing is known of those who are erased.
final class Persons {
    private final PersonalData personal;
    private final Map<String, DataKey> keys;
    private final Map<String, PhoneNumber> numbers = new HashMap<>();

    private Persons(PersonalData personal, Map<String, DataKey> keys) {
        this.personal = personal;
        this.keys = keys;
    }

    /// @param phones whose numbers are wanted
    static Persons of(
            Collection<Subject> subjects, Collection<String> phones, Connection connection, PersonalData personal)
            throws SQLException {
        var users = subjects.stream()
                .map(Subject::user)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(String[]::new);
        var persons = new Persons(personal, keys(users, connection, personal));
        if (!phones.isEmpty()) {
            for (var first : new RawEvents(connection).firsts(phones)) {
                persons.learn(first);
            }
        }
        return persons;
    }

    private static Map<String, DataKey> keys(String[] users, Connection connection, PersonalData personal)
            throws SQLException {
        var keys = new HashMap<String, DataKey>();
        try (var select = connection.prepareStatement(
                "select user_id, data_key from app_user where user_id = any (?) and data_key is not null")) {
            select.setArray(1, connection.createArrayOf("text", users));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var user = row.getString(1);
                    var wrapped = new WrappedKey(row.getBytes(2));
                    opened(() -> personal.keyOf(new UserId(user), wrapped)).ifPresent(key -> keys.put(user, key));
                }
            }
        }
        return keys;
    }

    private void learn(RawEvent registration) {
        var content = Contents.of(registration);
        var key = keys.get(content.path("userId").asText());
        var number = sealed(content, "number");
        if (key != null && number != null) {
            opened(() -> personal.open(number, key, new PhoneId(registration.stream())))
                    .ifPresent(open -> numbers.put(registration.stream(), open));
        }
    }

    boolean isKnown(@Nullable String user) {
        return user != null && keys.containsKey(user);
    }

    Optional<PhoneNumber> number(@Nullable String phone) {
        return phone == null ? Optional.empty() : Optional.ofNullable(numbers.get(phone));
    }

    /// The address that an event was told with.
    Optional<IpAddress> address(Subject subject, JsonNode content) {
        var attributes = sealed(content, "attributes");
        var key = subject.user() == null ? null : keys.get(subject.user());
        if (attributes == null || key == null) {
            return Optional.empty();
        }
        return opened(() -> subject.session() != null
                        ? personal.open(attributes, key, new SessionId(subject.session()))
                        : personal.attributes(attributes, key, new PhoneId(String.valueOf(subject.phone()))))
                .flatMap(open -> IpAddress.parse(open.ipAddress()));
    }

    private static @Nullable Sealed sealed(JsonNode content, String name) {
        try {
            return content.path(name).isTextual()
                    ? new Sealed(content.path(name).binaryValue())
                    : null;
        } catch (IOException _) {
            return null;
        }
    }

    /// What was altered in the store tells nothing; the proofs tell that it was altered.
    private static <T> Optional<T> opened(Supplier<T> opening) {
        try {
            return Optional.of(opening.get());
        } catch (BrokenSealException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
