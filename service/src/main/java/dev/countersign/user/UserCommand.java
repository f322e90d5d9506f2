package dev.countersign.user;

import dev.countersign.project.ProjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// What can be asked of a user. Each carries the moment at which it was asked.
///
/// But for the first two they are answered with true if the user was as the caller has read it. False: the user was
/// erased, or the profile is another one by now. Then nothing happens, and the caller has to start again.
public sealed interface UserCommand {
    UserId userId();

    Instant at();

    record CreateUser(@TargetAggregateIdentifier UserId userId, ProjectId projectId, UserStatus status, Instant at)
            implements UserCommand {}

    /// Activating an active user is quiet.
    record ActivateUser(@TargetAggregateIdentifier UserId userId, Instant at) implements UserCommand {}

    /// Puts `next` in the place of `previous`. Quiet if they are equal.
    record ChangeProfile(@TargetAggregateIdentifier UserId userId, UserProfile previous, UserProfile next, Instant at)
            implements UserCommand {}

    /// Gives a user who exists one more phone.
    record AddPhone(@TargetAggregateIdentifier UserId userId, PhoneId phoneId, Instant at) implements UserCommand {}

    /// Takes a phone off the user. Of two at once one starts again, and sees what the other has left.
    record TakePhoneOff(@TargetAggregateIdentifier UserId userId, PhoneId phoneId, Instant at) implements UserCommand {}

    /// Puts a phone in the place of another one.
    record ExchangePhone(@TargetAggregateIdentifier UserId userId, PhoneId removed, PhoneId added, Instant at)
            implements UserCommand {}

    record EraseUser(@TargetAggregateIdentifier UserId userId, Instant at) implements UserCommand {}
}
