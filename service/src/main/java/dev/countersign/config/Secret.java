package dev.countersign.config;

/// A setting that must not be shown. It prints as asterisks and cannot be compared.
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    public static Secret of(String text) {
        return new Secret(text);
    }

    /// The plain text. It is for whom the secret is meant, never for a log.
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "******";
    }
}
