package dev.countersign.user;

import dev.countersign.project.ProjectId;
import dev.countersign.store.StoredName;
import java.time.Instant;
import org.axonframework.serialization.Revision;

/// What happened to a user.
public sealed interface UserEvent {
    UserId userId();

    Instant at();

    @StoredName("user.UserCreated")
    @Revision("1")
    record UserCreated(UserId userId, ProjectId projectId, UserStatus status, Instant at) implements UserEvent {}

    /// A pending user authenticated for the first time.
    @StoredName("user.UserActivated")
    @Revision("1")
    record UserActivated(UserId userId, Instant at) implements UserEvent {}
}
