package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import dev.countersign.user.PhoneId;
import java.util.List;

/// Who has logged in, and with which phone.
///
/// @param phones all of the user's, as they are after the login
public record ProvenLogin(Owner owner, PhoneId phoneId, List<OwnedPhone> phones) {}
