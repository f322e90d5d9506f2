package dev.countersign.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.Sealed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person is called; each part may be empty. Personal data: its text form is masked.
public record Name(String first, String middle, String last) {

    /// Nothing is known.
    public static final Name NONE = new Name("", "", "");

    private static final JsonMapper JSON = new JsonMapper();

    /// What [#seal] sealed; null: nothing.
    ///
    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to another user
    public static Name open(DataKey key, @Nullable Sealed sealed, UserId user) {
        if (sealed == null) {
            return NONE;
        }
        try {
            var parts = JSON.readValue(key.open(sealed, context(user)), String[].class);
            return new Name(parts[0], parts[1], parts[2]);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored name is JSON");
        }
    }

    /// Null if nothing is known.
    public @Nullable Sealed seal(DataKey key, UserId user) {
        try {
            return isEmpty() ? null : key.seal(JSON.writeValueAsString(List.of(first, middle, last)), context(user));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are always JSON", e);
        }
    }

    /// This name with other parts; empty: the part stays.
    public Name with(Optional<String> newFirst, Optional<String> newMiddle, Optional<String> newLast) {
        return new Name(newFirst.orElse(first), newMiddle.orElse(middle), newLast.orElse(last));
    }

    public boolean isEmpty() {
        return first.isEmpty() && middle.isEmpty() && last.isEmpty();
    }

    /// The parts that are known.
    public Stream<String> parts() {
        return Stream.of(first, middle, last).filter(part -> !part.isEmpty());
    }

    @Override
    public String toString() {
        return "Name[******]";
    }

    private static String context(UserId user) {
        return "name of " + user.value();
    }
}
