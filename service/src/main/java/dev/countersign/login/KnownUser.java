package dev.countersign.login;

import dev.countersign.login.KnownPhone.Owner;
import java.util.List;

/// What the directory knows of a user.
///
/// @param phones in the order in which they were registered; may be none
public record KnownUser(Owner owner, List<KnownPhone> phones) {

    public KnownUser with(Owner newer) {
        return new KnownUser(newer, phones);
    }
}
