package dev.countersign.project;

import java.util.Locale;

/// What the holder of a secret may do.
public enum SecretRole {
    /// Log people in, and manage users and sessions: what the project's back ends do.
    APPLICATION,
    /// Read the audit trail, and get its proofs.
    AUDITOR,
    /// The same, and see the personal data in it in clear.
    AUDITOR_CLEAR;

    /// As it is stored and written, such as `auditor-clear`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether this one may do all that the other one may.
    public boolean includes(SecretRole other) {
        return this == other || this == AUDITOR_CLEAR && other == AUDITOR;
    }

    /// @throws IllegalArgumentException if there is no such role
    public static SecretRole of(String text) {
        for (var role : values()) {
            if (role.text().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("Expected application, auditor or auditor-clear");
    }
}
