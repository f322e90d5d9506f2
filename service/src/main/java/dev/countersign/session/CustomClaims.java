package dev.countersign.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.privacy.DataKey;
import dev.countersign.privacy.FreeForm;
import dev.countersign.privacy.Sealed;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a caller keeps with a session, as JSON. Personal data: its text form is masked. Never changes.
public final class CustomClaims {

    /// The largest size of all claims of a session, as UTF-8.
    public static final int MOST_BYTES = 4_096;

    /// The claim of a JWT that holds the session; nobody else may set it.
    public static final String SESSION_CLAIM = "https://stytch.com/session";

    /// What every JWT has of itself (RFC 7519).
    private static final Set<String> RESERVED = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

    private static final CustomClaims NONE = new CustomClaims(FreeForm.empty());

    private final ObjectNode claims;

    private CustomClaims(ObjectNode claims) {
        this.claims = claims;
    }

    public static CustomClaims none() {
        return NONE;
    }

    /// Claims as a caller wishes them, or as it wishes to change them; a null stands for removal. Reserved
    /// names are left out.
    public static CustomClaims of(Map<String, ?> wished) {
        return new CustomClaims(FreeForm.of(wished).remove(RESERVED));
    }

    /// What [#seal] sealed; null: none.
    ///
    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to another session
    public static CustomClaims open(DataKey key, @Nullable Sealed sealed, SessionId session) {
        return sealed == null ? NONE : new CustomClaims(FreeForm.read(key.open(sealed, context(session))));
    }

    /// Null if there are none.
    public @Nullable Sealed seal(DataKey key, SessionId session) {
        return isEmpty() ? null : key.seal(claims.toString(), context(session));
    }

    /// These claims with a change: objects merge recursively, null removes, anything else replaces.
    public CustomClaims with(CustomClaims change) {
        return new CustomClaims(merge(claims.deepCopy(), change.claims));
    }

    private static ObjectNode merge(ObjectNode into, ObjectNode change) {
        for (var claim : change.properties()) {
            var name = claim.getKey();
            switch (claim.getValue()) {
                case JsonNode value when value.isNull() -> into.remove(name);
                case ObjectNode nested -> {
                    var present = into.get(name) instanceof ObjectNode object ? object : FreeForm.empty();
                    into.set(name, merge(present, nested));
                }
                case JsonNode value -> into.set(name, value);
            }
        }
        return into;
    }

    public boolean isEmpty() {
        return claims.isEmpty();
    }

    public boolean isTooLarge() {
        return claims.toString().getBytes(UTF_8).length > MOST_BYTES;
    }

    /// True if [#SESSION_CLAIM] is among them.
    public boolean namesTheSession() {
        return claims.has(SESSION_CLAIM);
    }

    /// As maps, lists, strings, numbers, booleans and nulls.
    public Map<String, @Nullable Object> asMap() {
        return FreeForm.map(claims);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CustomClaims that && claims.equals(that.claims);
    }

    @Override
    public int hashCode() {
        return claims.hashCode();
    }

    @Override
    public String toString() {
        return "CustomClaims[******]";
    }

    private static String context(SessionId session) {
        return "claims of " + session.value();
    }
}
