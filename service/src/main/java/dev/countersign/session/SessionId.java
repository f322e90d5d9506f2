package dev.countersign.session;

import dev.countersign.project.Environment;
import dev.countersign.project.IdForm;

/// Names a session, for example `session-test-c4f4a1a0-9c0e-4d2b-8a5e-1f2e3d4c5b6a`. It is not the token.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record SessionId(String value) {
    private static final IdForm FORM = new IdForm("session");

    public SessionId {
        FORM.require(value);
    }

    public static SessionId random(Environment environment) {
        return new SessionId(FORM.random(environment));
    }

    /// Reads an id that came from outside.
    ///
    /// @throws IllegalArgumentException if `text` is not the id of a session
    public static SessionId parse(String text) {
        return new SessionId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
