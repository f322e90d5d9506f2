package dev.countersign.login;

import dev.countersign.privacy.Sealed;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;

/// A phone in the list of its user.
public record OwnedPhone(PhoneId phoneId, Sealed number, PhoneState state) {

    OwnedPhone with(PhoneState newer) {
        return new OwnedPhone(phoneId, number, newer);
    }
}
