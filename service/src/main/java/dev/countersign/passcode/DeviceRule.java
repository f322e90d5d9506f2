package dev.countersign.passcode;

import dev.countersign.privacy.Sealed;
import org.jspecify.annotations.Nullable;

/// Whether whoever enters a code does so on the device that it was asked for on.
public interface DeviceRule {

    /// Nobody asks.
    DeviceRule ANY = issuedTo -> true;

    /// @param issuedTo what was seen of the device when the code was issued, sealed; null: nothing
    boolean allows(@Nullable Sealed issuedTo);
}
