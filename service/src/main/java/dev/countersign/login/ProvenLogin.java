package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.user.PhoneId;
import dev.countersign.user.PhoneState;
import java.util.List;
import java.util.Optional;

/// Who has logged in, and with which phone.
///
/// @param phones all of the user's, as they are after the login
/// @param session the one that the login has started or carried on; empty: none was wished for
public record ProvenLogin(Owner owner, PhoneId phoneId, List<KnownPhone> phones, Optional<LiveSession> session) {

    /// @param proven one of `phones`, all as they were before
    /// @param state what it is now
    static ProvenLogin with(
            KnownPhone proven, PhoneState state, List<KnownPhone> phones, Optional<LiveSession> session) {
        return new ProvenLogin(
                proven.owner(),
                proven.phoneId(),
                phones.stream()
                        .map(phone -> phone.equals(proven) ? phone.with(state) : phone)
                        .toList(),
                session);
    }
}
