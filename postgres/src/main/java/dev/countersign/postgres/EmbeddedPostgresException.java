package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// The embedded PostgreSQL cannot be had. The message is one line, meant for the person who started the program.
public final class EmbeddedPostgresException extends RuntimeException {
    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The JDK's own messages about files are often just a path.
    static EmbeddedPostgresException because(String what, IOException cause) {
        var reason = switch (cause) {
            case AccessDeniedException e -> "permission denied at " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getReason() + " at " + e.getFile();
            default -> cause.toString();
        };
        return new EmbeddedPostgresException(what + ": " + reason, cause);
    }
}
