package dev.countersign.cli;

import picocli.CommandLine.Option;

/// Which database a command works on.
final class DatabaseOption {
    private static final String JDBC = "jdbc:postgresql:";

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:COUNTERSIGN_DATABASE_URL:-}",
            description = "jdbc:postgresql://HOST/DATABASE (default: $$COUNTERSIGN_DATABASE_URL). The user may stand"
                    + " in it, or in $$COUNTERSIGN_DATABASE_USER. The password belongs into"
                    + " $$COUNTERSIGN_DATABASE_PASSWORD: others on this machine can see arguments.")
    private String url = "";

    /// Complains if there is none. The complaint quotes nothing, since a URL may hold a password.
    DatabaseAddress address() {
        if (url.isBlank()) {
            throw new Complaint("Set COUNTERSIGN_DATABASE_URL to the JDBC URL of a PostgreSQL database");
        }
        if (!url.startsWith(JDBC)) {
            throw new Complaint("COUNTERSIGN_DATABASE_URL must begin with " + JDBC);
        }
        var environment = System.getenv();
        return new DatabaseAddress(
                url,
                environment.getOrDefault("COUNTERSIGN_DATABASE_USER", ""),
                environment.getOrDefault("COUNTERSIGN_DATABASE_PASSWORD", ""));
    }
}
