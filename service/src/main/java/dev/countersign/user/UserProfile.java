package dev.countersign.user;

import dev.countersign.privacy.Sealed;
import dev.countersign.user.UserEvent.ExternalIdChanged;
import dev.countersign.user.UserEvent.NameChanged;
import dev.countersign.user.UserEvent.PhoneAdded;
import dev.countersign.user.UserEvent.PhoneTakenOff;
import dev.countersign.user.UserEvent.PrimaryFactorExchanged;
import dev.countersign.user.UserEvent.RolesChanged;
import dev.countersign.user.UserEvent.TrustedMetadataChanged;
import dev.countersign.user.UserEvent.UntrustedMetadataChanged;
import dev.countersign.user.UserEvent.UserActivated;
import dev.countersign.user.UserEvent.UserCreated;
import dev.countersign.user.UserEvent.UserErased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What callers have told of a user, sealed under the user's data key. What is null is not known.
///
/// Equal if the ciphertexts are: whoever changes one part has to keep those of the others.
///
/// @param roles not personal, and so not sealed
public record UserProfile(
        @Nullable Sealed name,
        @Nullable Sealed trustedMetadata,
        @Nullable Sealed untrustedMetadata,
        @Nullable Sealed externalId,
        List<String> roles) {

    /// Nothing is known.
    public static final UserProfile NONE = new UserProfile(null, null, null, null, List.of());

    public UserProfile {
        roles = List.copyOf(roles);
    }

    /// The profile after one more event. Refuses nothing.
    UserProfile after(UserEvent event) {
        return switch (event) {
            case UserCreated _, UserErased _ -> NONE;
            case UserActivated _, PhoneAdded _, PhoneTakenOff _, PrimaryFactorExchanged _ -> this;
            case NameChanged changed ->
                new UserProfile(changed.name(), trustedMetadata, untrustedMetadata, externalId, roles);
            case TrustedMetadataChanged changed ->
                new UserProfile(name, changed.metadata(), untrustedMetadata, externalId, roles);
            case UntrustedMetadataChanged changed ->
                new UserProfile(name, trustedMetadata, changed.metadata(), externalId, roles);
            case ExternalIdChanged changed ->
                new UserProfile(name, trustedMetadata, untrustedMetadata, changed.externalId(), roles);
            case RolesChanged changed ->
                new UserProfile(name, trustedMetadata, untrustedMetadata, externalId, changed.roles());
        };
    }

    /// What has to happen for this profile to become another one.
    List<UserEvent> changesTo(UserProfile next, UserId user, Instant at) {
        List<UserEvent> events = new ArrayList<>();
        if (!Objects.equals(name, next.name)) {
            events.add(new NameChanged(user, next.name, at));
        }
        if (!Objects.equals(trustedMetadata, next.trustedMetadata)) {
            events.add(new TrustedMetadataChanged(user, next.trustedMetadata, at));
        }
        if (!Objects.equals(untrustedMetadata, next.untrustedMetadata)) {
            events.add(new UntrustedMetadataChanged(user, next.untrustedMetadata, at));
        }
        if (!Objects.equals(externalId, next.externalId)) {
            events.add(new ExternalIdChanged(user, next.externalId, at));
        }
        if (!roles.equals(next.roles)) {
            events.add(new RolesChanged(user, next.roles, at));
        }
        return events;
    }
}
