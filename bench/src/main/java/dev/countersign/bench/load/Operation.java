package dev.countersign.bench.load;

import java.util.Optional;

/// What is measured. Each is one call, one database transaction and one commit.
public enum Operation {
    /// `LoginOrCreateBySms` with a number that nobody has.
    NEW("login, new number"),

    /// `Authenticate`, the first one of a phone: the phone becomes verified.
    FIRST("authenticate, first time"),

    /// `LoginOrCreateBySms` with the number of a phone whose last code was used.
    KNOWN("login, known number"),

    /// `Authenticate` for a phone that was verified before.
    AUTHENTICATE("authenticate");

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// What has to be done to a phone before.
    public Optional<Operation> before() {
        return switch (this) {
            case NEW -> Optional.empty();
            case FIRST -> Optional.of(NEW);
            case KNOWN -> Optional.of(FIRST);
            case AUTHENTICATE -> Optional.of(KNOWN);
        };
    }
}
