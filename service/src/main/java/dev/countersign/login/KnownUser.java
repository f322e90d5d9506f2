package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import java.time.Instant;
import java.util.List;

/// What the directory knows of a user.
///
/// @param phones in the order in which they were registered; may be none
public record KnownUser(Owner owner, List<KnownPhone> phones) {

    /// The user with those of the phones that are still there.
    public KnownUser at(Instant now) {
        return new KnownUser(
                owner, phones.stream().filter(phone -> phone.isThere(now)).toList());
    }

    public KnownUser with(Owner newer) {
        return new KnownUser(newer, phones);
    }
}
