package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.project.ProjectId;
import dev.countersign.store.StoredName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/// What happened to a user. What is sealed is so under the user's data key.
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

    /// The person is called so from now on; null: nothing is known of the name.
    @StoredName("user.NameChanged")
    @Revision("1")
    record NameChanged(UserId userId, @Nullable Sealed name, Instant at) implements UserEvent {}

    /// From now on the metadata that only the back end may change is this, all of it; null: there is none.
    @StoredName("user.TrustedMetadataChanged")
    @Revision("1")
    record TrustedMetadataChanged(UserId userId, @Nullable Sealed metadata, Instant at) implements UserEvent {}

    /// The same for the metadata that the person may change.
    @StoredName("user.UntrustedMetadataChanged")
    @Revision("1")
    record UntrustedMetadataChanged(UserId userId, @Nullable Sealed metadata, Instant at) implements UserEvent {}

    /// The caller's id of the person; null: it has none any more.
    @StoredName("user.ExternalIdChanged")
    @Revision("1")
    record ExternalIdChanged(UserId userId, @Nullable Sealed externalId, Instant at) implements UserEvent {}

    /// The user has these roles and no other.
    @StoredName("user.RolesChanged")
    @Revision("1")
    record RolesChanged(UserId userId, List<String> roles, Instant at) implements UserEvent {}

    /// A user who exists got one more phone.
    @StoredName("user.PhoneAdded")
    @Revision("1")
    record PhoneAdded(UserId userId, PhoneId phoneId, Instant at) implements UserEvent {}

    /// The user has a phone less.
    @StoredName("user.PhoneTakenOff")
    @Revision("1")
    record PhoneTakenOff(UserId userId, PhoneId phoneId, Instant at) implements UserEvent {}

    /// One phone came in the place of another one, the only one that there was.
    @StoredName("user.PrimaryFactorExchanged")
    @Revision("1")
    record PrimaryFactorExchanged(UserId userId, PhoneId removed, PhoneId added, Instant at) implements UserEvent {}

    /// The person is forgotten: the key to what is stored of it is destroyed. Nothing happens to the user afterwards.
    @StoredName("user.UserErased")
    @Revision("1")
    record UserErased(UserId userId, Instant at) implements UserEvent {}
}
