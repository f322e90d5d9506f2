package dev.countersign.project;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// What can be asked of a project. Each carries the moment at which it was asked.
public sealed interface ProjectCommand {
    ProjectId projectId();

    Instant at();

    record CreateProject(@TargetAggregateIdentifier ProjectId projectId, String name, Instant at)
            implements ProjectCommand {}

    /// Adding a secret that is there already is quiet.
    record AddSecret(
            @TargetAggregateIdentifier ProjectId projectId,
            SecretId secretId,
            SecretHash hash,
            SecretRole role,
            Instant at)
            implements ProjectCommand {}

    /// Revoking one that is unknown or was revoked is quiet.
    record RevokeSecret(@TargetAggregateIdentifier ProjectId projectId, SecretId secretId, Instant at)
            implements ProjectCommand {}
}
