package dev.countersign.project;

/// Names a secret of a project, for example in order to revoke it: `secret-test-<uuid>`. It is not the secret.
///
/// Every instance has that form: the constructor throws `IllegalArgumentException` for anything else.
public record SecretId(String value) {
    private static final IdForm FORM = new IdForm("secret");

    public SecretId {
        FORM.require(value);
    }

    public static SecretId random(Environment environment) {
        return new SecretId(FORM.random(environment));
    }

    /// Reads an id that came from outside.
    ///
    /// @throws IllegalArgumentException if `text` is not the id of a secret
    public static SecretId parse(String text) {
        return new SecretId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
