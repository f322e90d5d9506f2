package dev.countersign.project;

import java.util.Locale;
import java.util.Set;

/// Which entries of the audit trail are kept for the same time. Every entry is in one of them.
public enum RetentionClass {
    /// Codes, and what came of them; sessions.
    LOGINS,
    /// What became of messages.
    MESSAGES,
    /// Calls that were refused, and who read the trail.
    ACCESS,
    /// What changed on projects, users and phones, locks among it; and whatever is in no other class.
    CHANGES;

    /// Types of messages, which are of the streams of codes.
    public static final Set<String> MESSAGE_TYPES = Set.of("passcode.CodeSent", "passcode.CodeDeliveryFailed");

    /// @param type the stored name of an event
    public static RetentionClass of(String type) {
        if (MESSAGE_TYPES.contains(type)) {
            return MESSAGES;
        }
        return switch (type.substring(0, Math.max(0, type.indexOf('.')))) {
            case "passcode", "session" -> LOGINS;
            case "audit" -> ACCESS;
            default -> CHANGES;
        };
    }

    /// As it is stored and written: in lower case.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such class
    public static RetentionClass parse(String text) {
        for (var one : values()) {
            if (one.text().equals(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("Expected logins, messages, access or changes");
    }
}
