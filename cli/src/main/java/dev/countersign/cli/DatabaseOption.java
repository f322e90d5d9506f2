package dev.countersign.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which database a command works on.
final class DatabaseOption {
    private static final String JDBC = "jdbc:postgresql:";

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:COUNTERSIGN_DATABASE_URL}",
            description =
                    "jdbc:postgresql://HOST/DATABASE?user=...&password=... (default: $$COUNTERSIGN_DATABASE_URL).")
    private @Nullable String url;

    /// Complains if there is none. The complaint quotes nothing, since a URL may hold a password.
    String url() {
        if (url == null || url.isBlank()) {
            throw new Complaint("Set COUNTERSIGN_DATABASE_URL to the JDBC URL of a PostgreSQL database");
        }
        if (!url.startsWith(JDBC)) {
            throw new Complaint("COUNTERSIGN_DATABASE_URL must begin with " + JDBC);
        }
        return url;
    }
}
