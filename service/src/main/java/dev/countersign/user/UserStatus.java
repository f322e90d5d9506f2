package dev.countersign.user;

/// How far a user has come.
public enum UserStatus {
    /// May log in and counts as a user.
    ACTIVE("active"),
    /// Was created, but has not authenticated yet.
    PENDING("pending");

    private final String text;

    UserStatus(String text) {
        this.text = text;
    }

    /// As clients see it: `active` or `pending`.
    public String text() {
        return text;
    }
}
