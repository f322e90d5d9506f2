package dev.countersign.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.FreeForm;
import dev.countersign.privacy.Sealed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller keeps with a user, as JSON. Personal data: its text form is masked. Never changes.
public final class Metadata {

    /// The largest size, as UTF-8.
    public static final int MOST_BYTES = 4_096;

    /// At the top level.
    public static final int MOST_KEYS = 20;

    private static final Metadata NONE = new Metadata(FreeForm.empty());

    private final ObjectNode members;

    private Metadata(ObjectNode members) {
        this.members = members;
    }

    public static Metadata none() {
        return NONE;
    }

    /// Metadata as a caller wishes to change it; a null at the top level stands for removal.
    public static Metadata of(Map<String, ?> wished) {
        return new Metadata(FreeForm.of(wished));
    }

    /// What [#seal] sealed; null: none.
    ///
    /// @param kind as in [#seal]
    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs elsewhere
    public static Metadata open(DataKey key, @Nullable Sealed sealed, String kind, UserId user) {
        return sealed == null ? NONE : new Metadata(FreeForm.read(key.open(sealed, context(kind, user))));
    }

    /// Null if there is none.
    ///
    /// @param kind such as `trusted`: one cannot be put in the place of another
    public @Nullable Sealed seal(DataKey key, String kind, UserId user) {
        return members.isEmpty() ? null : key.seal(members.toString(), context(kind, user));
    }

    /// This metadata with a change: at the top level null removes, and anything else replaces what is there as a whole.
    public Metadata with(Metadata change) {
        var merged = members.deepCopy();
        for (var member : change.members.properties()) {
            if (member.getValue().isNull()) {
                merged.remove(member.getKey());
            } else {
                merged.set(member.getKey(), member.getValue());
            }
        }
        return new Metadata(merged);
    }

    public boolean isTooLarge() {
        return members.toString().getBytes(UTF_8).length > MOST_BYTES;
    }

    public boolean hasTooManyKeys() {
        return members.size() > MOST_KEYS;
    }

    /// As maps, lists, strings, numbers, booleans and nulls.
    public Map<String, @Nullable Object> asMap() {
        return FreeForm.map(members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return "Metadata[******]";
    }

    private static String context(String kind, UserId user) {
        return kind + " metadata of " + user.value();
    }
}
