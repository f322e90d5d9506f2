package dev.countersign.login;

import dev.countersign.session.SessionReference;
import dev.countersign.user.UserId;
import dev.countersign.user.UserStatus;
import java.util.Optional;

/// Whose phone is meant by a number.
public sealed interface Addressee {

    /// Whoever has it. If nobody has, somebody new.
    ///
    /// @param status what a new user begins with
    record Anybody(UserStatus status) implements Addressee {}

    /// Whoever has it, and nobody new.
    record Holder() implements Addressee {}

    /// One user, who gets it if nobody has it. At least one of the two says who; if both do, they have to
    /// agree.
    record KnownUser(Optional<UserId> user, Optional<SessionReference> session) implements Addressee {}
}
