package dev.countersign.trail;

import dev.countersign.login.PersonalData;
import dev.countersign.privacy.IpAddress;
import dev.countersign.project.ProjectId;
import org.jspecify.annotations.Nullable;

/// Hashes addresses as those are that people log in from, so that the same search finds both.
public record HashedAddresses(PersonalData personal) implements RefusalNotes.AddressHashing {

    /// @param address of a peer, where a link-local one comes with the zone that it was met in
    @Override
    public @Nullable AddressHash hash(ProjectId project, String address) {
        var zone = address.indexOf('%');
        return IpAddress.parse(zone < 0 ? address : address.substring(0, zone))
                .map(parsed -> new AddressHash(personal.hash(project, parsed)))
                .orElse(null);
    }
}
