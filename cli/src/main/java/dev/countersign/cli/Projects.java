package dev.countersign.cli;

import java.util.Optional;

/// The projects of a database. An unknown project, and one with too many secrets, is a [Complaint].
interface Projects extends AutoCloseable {
    /// The project that was created first.
    Optional<String> oldest();

    /// @param live whether real people log in to it
    NewSecret create(String name, boolean live);

    NewSecret addSecret(String projectId);

    /// Quiet if the secret is unknown or was revoked already.
    void revokeSecret(String projectId, String secretId);

    /// Whether these open the project's door.
    boolean accepts(String projectId, String secret);

    @Override
    void close();
}
