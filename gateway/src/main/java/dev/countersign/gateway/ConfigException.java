package dev.countersign.gateway;

import org.jspecify.annotations.Nullable;

/// The gateway cannot start as configured. The message is one line for the operator: which setting, what is wrong, what
/// would be right.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        this(message, null);
    }

    ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
