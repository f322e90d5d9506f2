package dev.countersign.bench.load;

import java.util.List;
import java.util.Optional;

/// What is measured. Each is one call; those that are no checks are one database transaction and one commit, too.
public enum Operation {
    /// `LoginOrCreateBySms` with a number that nobody has.
    NEW("login, new number"),

    /// `Authenticate`, the first one of a phone: the phone becomes verified.
    FIRST("authenticate, first time"),

    /// `LoginOrCreateBySms` with the number of a phone whose last code was used.
    KNOWN("login, known number"),

    /// `Authenticate` for a phone that was verified before.
    AUTHENTICATE("authenticate"),

    /// The same, with a session.
    SESSION("authenticate, with a session"),

    /// `AuthenticateSession` by token.
    CHECK("check a session"),

    /// The same, without a JWT in the answer.
    CHECK_UNSIGNED("check a session, no JWT");

    /// Those that a bare program can be compared with that writes the same rows.
    public static final List<Operation> LOGINS = List.of(NEW, FIRST, KNOWN, AUTHENTICATE);

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    /// Whether it reads and writes nothing.
    public boolean isCheck() {
        return this == CHECK || this == CHECK_UNSIGNED;
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
            case AUTHENTICATE, SESSION -> Optional.of(KNOWN);
            case CHECK, CHECK_UNSIGNED -> Optional.of(SESSION);
        };
    }
}
