package dev.countersign.user;

import dev.countersign.project.Environment;
import dev.countersign.project.IdForm;

/// Names a phone of a user, for example `phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0`; what clients call the
/// `method_id`. Says nothing about the number.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record PhoneId(String value) {
    private static final IdForm FORM = new IdForm("phone-number");

    public PhoneId {
        FORM.require(value);
    }

    public static PhoneId random(Environment environment) {
        return new PhoneId(FORM.random(environment));
    }

    /// Reads an id that came from outside.
    ///
    /// @throws IllegalArgumentException if `text` is not the id of a phone
    public static PhoneId parse(String text) {
        return new PhoneId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
