package dev.countersign.people;

import dev.countersign.login.Profile;
import dev.countersign.rpc.Refusal;
import dev.countersign.user.ExternalId;
import dev.countersign.user.Metadata;
import dev.countersign.v1.ErrorReason;
import java.util.List;
import java.util.Optional;

/// How a caller wishes to change what is known of a user. What is empty stays.
///
/// @param trusted merged into what there is, as is `untrusted`
public record ProfileChange(
        Optional<String> firstName,
        Optional<String> middleName,
        Optional<String> lastName,
        Metadata trusted,
        Metadata untrusted,
        Optional<ExternalId> externalId,
        Optional<List<String>> roles) {

    /// @throws Refusal `METADATA_TOO_LARGE` or `METADATA_TOO_MANY_KEYS`
    Profile applyTo(Profile profile) {
        return new Profile(
                profile.name().with(firstName, middleName, lastName),
                fitting("trusted_metadata", profile.trusted().with(trusted)),
                fitting("untrusted_metadata", profile.untrusted().with(untrusted)),
                externalId.or(profile::externalId),
                roles.orElse(profile.roles()));
    }

    private static Metadata fitting(String field, Metadata metadata) {
        if (metadata.hasTooManyKeys()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_METADATA_TOO_MANY_KEYS).with("field", field);
        }
        if (metadata.isTooLarge()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_METADATA_TOO_LARGE).with("field", field);
        }
        return metadata;
    }
}
