package dev.countersign.login;

import dev.countersign.session.SessionReference;
import dev.countersign.user.UserReference;
import dev.countersign.user.UserStatus;
import java.util.Optional;

/// Whose phone is meant by a number.
public sealed interface Addressee {

    /// Whoever has it for good. If nobody has, somebody new: a phone that a user was given for a while is taken off
    /// that user.
    ///
    /// @param status what a new user begins with
    record Anybody(UserStatus status) implements Addressee {}

    /// Whoever has it for good, and nobody new.
    record Holder() implements Addressee {}

    /// One user, who gets it for a while if nobody has it. At least one of the two says who; if both do, they have to
    /// agree.
    record ThisUser(Optional<UserReference> user, Optional<SessionReference> session) implements Addressee {}
}
