package dev.countersign.trail;

import dev.countersign.login.PersonalData;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.ProjectId;
import org.jspecify.annotations.Nullable;

/// Hashes addresses as those are that people log in from, so that the same search finds both.
public record HashedAddresses(PersonalData personal) implements RefusalNotes.AddressHashing {

    @Override
    public @Nullable AddressHash hash(ProjectId project, String address) {
        return IpAddress.parse(address)
                .map(parsed -> new AddressHash(personal.hash(project, parsed)))
                .orElse(null);
    }
}
