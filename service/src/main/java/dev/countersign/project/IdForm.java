package dev.countersign.project;

import java.util.Optional;
import java.util.UUID;

/// The form of the ids that clients see: `<kind>-<test|live>-<uuid>`, where the UUID is of version 4 (RFC 9562) and in
/// lower case. It is the form of Stytch's ids.
public record IdForm(String kind) {

    /// A fresh id of this kind, unguessable: 122 random bits.
    public String random(Environment environment) {
        return prefix(environment) + UUID.randomUUID();
    }

    /// Hands `id` back if it has this form.
    ///
    /// @throws IllegalArgumentException if it has not; the message says what is expected and leaves out what came
    public String require(String id) {
        if (environmentIn(id).isEmpty()) {
            throw new IllegalArgumentException("Expected " + kind + "-<test|live>-<uuid>");
        }
        return id;
    }

    /// The environment that `id` names; empty if it does not have this form.
    public Optional<Environment> environmentIn(String id) {
        for (Environment environment : Environment.values()) {
            String prefix = prefix(environment);
            if (id.startsWith(prefix) && isRandomUuid(id.substring(prefix.length()))) {
                return Optional.of(environment);
            }
        }
        return Optional.empty();
    }

    private String prefix(Environment environment) {
        return kind + "-" + environment.text() + "-";
    }

    private static boolean isRandomUuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.version() == 4 && uuid.variant() == 2 && uuid.toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
