package dev.countersign.user;

import dev.countersign.project.ProjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// What can be asked of a user. Each carries the moment at which it was asked.
public sealed interface UserCommand {
    UserId userId();

    Instant at();

    record CreateUser(@TargetAggregateIdentifier UserId userId, ProjectId projectId, UserStatus status, Instant at)
            implements UserCommand {}

    /// Activating an active user is quiet.
    record ActivateUser(@TargetAggregateIdentifier UserId userId, Instant at) implements UserCommand {}
}
