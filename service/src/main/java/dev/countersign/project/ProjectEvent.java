package dev.countersign.project;

import dev.countersign.store.StoredName;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.serialization.Revision;

/// What happened to a project.
public sealed interface ProjectEvent {
    ProjectId projectId();

    Instant at();

    @StoredName("project.ProjectCreated")
    @Revision("1")
    record ProjectCreated(ProjectId projectId, String name, Instant at) implements ProjectEvent {}

    /// From now on the secret with this hash opens the project's door.
    ///
    /// @param role revision 1 had none: every secret was an application's
    @StoredName("project.SecretAdded")
    @Revision("2")
    record SecretAdded(ProjectId projectId, SecretId secretId, SecretHash hash, SecretRole role, Instant at)
            implements ProjectEvent {

        public SecretAdded {
            role = Objects.requireNonNullElse(role, SecretRole.APPLICATION);
        }
    }

    /// From now on it does not.
    @StoredName("project.SecretRevoked")
    @Revision("1")
    record SecretRevoked(ProjectId projectId, SecretId secretId, Instant at) implements ProjectEvent {}
}
