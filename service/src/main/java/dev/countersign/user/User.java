package dev.countersign.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.user.UserCommand.ActivateUser;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserEvent.UserActivated;
import dev.countersign.user.UserEvent.UserCreated;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;

/// Somebody who logs in. Becomes active once and stays so.
@AggregateRoot(type = "user")
public final class User {
    @AggregateIdentifier
    private UserId userId;

    private UserStatus status;

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    User() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    public User(CreateUser command) {
        apply(new UserCreated(command.userId(), command.projectId(), command.status(), command.at()));
    }

    @CommandHandler
    public void handle(ActivateUser command) {
        switch (status) {
            case PENDING -> apply(new UserActivated(userId, command.at()));
            case ACTIVE -> {}
        }
    }

    @EventSourcingHandler
    void evolve(UserEvent event) {
        switch (event) {
            case UserCreated created -> {
                userId = created.userId();
                status = created.status();
            }
            case UserActivated _ -> status = UserStatus.ACTIVE;
        }
    }
}
