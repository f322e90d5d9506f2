package dev.countersign.project;

import dev.countersign.store.StoredName;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

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

    /// From now on these entries of the audit trail are kept for so many whole months; null: for good.
    @StoredName("project.RetentionChanged")
    @Revision("1")
    record RetentionChanged(
            ProjectId projectId,
            RetentionClass entries,
            @Nullable Integer months,
            Instant at) implements ProjectEvent {}

    /// No entry is dropped until the hold is lifted.
    ///
    /// @param user only of this user; null: none of the project
    @StoredName("project.HoldPlaced")
    @Revision("1")
    record HoldPlaced(
            ProjectId projectId, HoldName hold, @Nullable String user, Instant at) implements ProjectEvent {}

    /// From now on the hold holds nothing.
    @StoredName("project.HoldLifted")
    @Revision("1")
    record HoldLifted(ProjectId projectId, HoldName hold, Instant at) implements ProjectEvent {}
}
