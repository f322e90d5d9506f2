package dev.countersign.session;

/// Which session a caller means. It need not exist.
public sealed interface SessionReference {
    record ByToken(TokenHash hash) implements SessionReference {}

    record ById(SessionId id) implements SessionReference {}
}
