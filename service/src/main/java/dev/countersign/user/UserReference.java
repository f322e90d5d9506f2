package dev.countersign.user;

/// Which user a caller means. It need not exist.
public sealed interface UserReference {
    record ById(UserId id) implements UserReference {}

    record ByExternalId(ExternalId id) implements UserReference {}

    /// Reads what came from outside: a user id, or else an external id.
    ///
    /// @throws IllegalArgumentException if it can be neither
    static UserReference parse(String text) {
        return text.startsWith("user-test-") || text.startsWith("user-live-")
                ? new ById(UserId.parse(text))
                : new ByExternalId(new ExternalId(text));
    }
}
