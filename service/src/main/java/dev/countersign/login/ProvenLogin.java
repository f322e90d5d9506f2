package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import java.util.List;

/// Who has logged in, and with which phone.
///
/// @param phones all of the user's, as they are after the login
public record ProvenLogin(Owner owner, PhoneId phoneId, List<KnownPhone> phones) {

    /// @param proven one of `phones`, all as they were before
    /// @param state what it is now
    static ProvenLogin with(KnownPhone proven, PhoneState state, List<KnownPhone> phones) {
        return new ProvenLogin(
                proven.owner(),
                proven.phoneId(),
                phones.stream()
                        .map(phone -> phone.equals(proven) ? phone.with(state) : phone)
                        .toList());
    }
}
