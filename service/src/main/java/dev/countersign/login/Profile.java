package dev.countersign.login;

import dev.countersign.privacy.DataKey;
import dev.countersign.user.ExternalId;
import dev.countersign.user.Metadata;
import dev.countersign.user.Name;
import dev.countersign.user.UserId;
import dev.countersign.user.UserProfile;
import java.util.List;
import java.util.Optional;

/// What callers have told of a user, unsealed.
///
/// @param trusted only the back end may change it
/// @param untrusted the person may change it, too
public record Profile(
        Name name, Metadata trusted, Metadata untrusted, Optional<ExternalId> externalId, List<String> roles) {

    /// Nothing is known.
    public static final Profile NONE =
            new Profile(Name.NONE, Metadata.none(), Metadata.none(), Optional.empty(), List.of());

    private static final String TRUSTED = "trusted";
    private static final String UNTRUSTED = "untrusted";

    /// @throws dev.countersign.privacy.BrokenSealException if it was altered, or belongs to another user
    public static Profile open(UserProfile sealed, DataKey key, UserId user) {
        return new Profile(
                Name.open(key, sealed.name(), user),
                Metadata.open(key, sealed.trustedMetadata(), TRUSTED, user),
                Metadata.open(key, sealed.untrustedMetadata(), UNTRUSTED, user),
                ExternalId.open(key, sealed.externalId(), user),
                sealed.roles());
    }

    public Profile withoutExternalId() {
        return new Profile(name, trusted, untrusted, Optional.empty(), roles);
    }

    /// What is as it was stays sealed as it was.
    ///
    /// @param previous what `sealed` holds
    public UserProfile seal(Profile previous, UserProfile sealed, DataKey key, UserId user) {
        return new UserProfile(
                name.equals(previous.name) ? sealed.name() : name.seal(key, user),
                trusted.equals(previous.trusted) ? sealed.trustedMetadata() : trusted.seal(key, TRUSTED, user),
                untrusted.equals(previous.untrusted)
                        ? sealed.untrustedMetadata()
                        : untrusted.seal(key, UNTRUSTED, user),
                externalId.equals(previous.externalId)
                        ? sealed.externalId()
                        : externalId.map(id -> id.seal(key, user)).orElse(null),
                roles);
    }
}
