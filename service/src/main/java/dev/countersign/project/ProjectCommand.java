package dev.countersign.project;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

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

    /// Keeping as long as before is quiet.
    ///
    /// @param months null: for good
    record ChangeRetention(
            @TargetAggregateIdentifier ProjectId projectId,
            RetentionClass entries,
            @Nullable Integer months,
            Instant at)
            implements ProjectCommand {}

    /// Placing one that is there already is quiet.
    ///
    /// @param user null: of all users, and of none
    record PlaceHold(
            @TargetAggregateIdentifier ProjectId projectId,
            HoldName hold,
            @Nullable String user,
            Instant at) implements ProjectCommand {}

    /// Lifting one that is not there is quiet.
    record LiftHold(@TargetAggregateIdentifier ProjectId projectId, HoldName hold, Instant at)
            implements ProjectCommand {}
}
