package dev.countersign.project;

import java.util.Optional;
import java.util.UUID;

/// The form of the ids that clients see: `<kind>-<test|live>-<uuid>`, where the UUID is of version 4 (RFC 9562) and in
/// lower case. It is the form of Stytch's ids.
public record IdForm(String kind) {
    private static final int UUID_LENGTH = 36;

    /// A fresh id of this kind, unguessable: 122 random bits.
    public String random(Environment environment) {
        return prefix(environment) + UUID.randomUUID();
    }

    /// Hands `id` back if it has this form.
    ///
    /// @throws IllegalArgumentException if it has not; the message says what is expected and leaves out what came
    public String require(String id) {
        if (!isOf(Environment.TEST, id) && !isOf(Environment.LIVE, id)) {
            throw new IllegalArgumentException("Expected " + kind + "-<test|live>-<uuid>");
        }
        return id;
    }

    /// The environment that `id` names; empty if it does not have this form.
    public Optional<Environment> environmentIn(String id) {
        for (Environment environment : Environment.values()) {
            if (isOf(environment, id)) {
                return Optional.of(environment);
            }
        }
        return Optional.empty();
    }

    /// Looks at the characters where they are: a call reads a dozen ids.
    private boolean isOf(Environment environment, String id) {
        String name = environment.text();
        int uuid = kind.length() + name.length() + 2;
        return id.length() == uuid + UUID_LENGTH
                && id.startsWith(kind)
                && id.charAt(kind.length()) == '-'
                && id.startsWith(name, kind.length() + 1)
                && id.charAt(uuid - 1) == '-'
                && isRandomUuid(id, uuid);
    }

    private String prefix(Environment environment) {
        return kind + "-" + environment.text() + "-";
    }

    private static boolean isRandomUuid(String id, int from) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = id.charAt(from + i);
            boolean fits = switch (i) {
                case 8, 13, 18, 23 -> c == '-';
                case 14 -> c == '4'; // the version
                case 19 -> c == '8' || c == '9' || c == 'a' || c == 'b'; // the variant
                default -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
