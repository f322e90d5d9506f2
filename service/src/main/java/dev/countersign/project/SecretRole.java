package dev.countersign.project;

import java.util.Locale;

/// What the holder of a secret may do. No role includes another one.
public enum SecretRole {
    /// Log people in, and manage users and sessions: what the project's back ends do.
    APPLICATION,
    /// Read the audit trail, and get its proofs.
    AUDITOR;

    /// As it is stored and written: in lower case.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such role
    public static SecretRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
