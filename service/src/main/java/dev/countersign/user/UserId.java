package dev.countersign.user;

import dev.countersign.project.Environment;
import dev.countersign.project.IdForm;

/// Names a user, for example `user-test-1f0e8c64-3f4c-4f3e-9d0a-5a2b7c9d8e1f`. Says nothing about the person.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record UserId(String value) {
    private static final IdForm FORM = new IdForm("user");

    public UserId {
        FORM.require(value);
    }

    public static UserId random(Environment environment) {
        return new UserId(FORM.random(environment));
    }

    /// Reads an id that came from outside.
    ///
    /// @throws IllegalArgumentException if `text` is not a user id
    public static UserId parse(String text) {
        return new UserId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
