package dev.countersign.audit;

import dev.countersign.privacy.IpAddress;
import dev.countersign.trail.AddressHash;
import dev.countersign.user.PhoneNumber;
import dev.countersign.v1.AuditEvent;
import java.util.Optional;

/// An entry as it is told, and what stands behind the masks.
///
/// @param addressHash of the address, where that itself is not kept
record Told(
        AuditEvent event,
        Optional<PhoneNumber> number,
        Optional<IpAddress> address,
        Optional<AddressHash> addressHash) {

    /// Without masks: for those alone whose right to it was looked at, and noted.
    AuditEvent revealed() {
        var clear = event.toBuilder();
        number.ifPresent(seen -> clear.setPhoneNumber(seen.e164()));
        address.ifPresent(seen -> clear.setIpAddress(seen.text()));
        return clear.build();
    }
}
