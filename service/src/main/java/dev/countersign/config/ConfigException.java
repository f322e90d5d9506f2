package dev.countersign.config;

/// The settings are not usable. The message is one line for the person who wrote them, and never shows a secret.
public final class ConfigException extends RuntimeException {
    public ConfigException(String message) {
        super(message);
    }
}
