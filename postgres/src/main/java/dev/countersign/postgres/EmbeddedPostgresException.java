package dev.countersign.postgres;

/// The embedded PostgreSQL cannot be had. The message is one line, meant for the person who started the program.
public final class EmbeddedPostgresException extends RuntimeException {
    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
