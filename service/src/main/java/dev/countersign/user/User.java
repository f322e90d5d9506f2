package dev.countersign.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.store.StoredName;
import dev.countersign.user.UserCommand.ActivateUser;
import dev.countersign.user.UserCommand.AddPhone;
import dev.countersign.user.UserCommand.ChangeProfile;
import dev.countersign.user.UserCommand.CreateUser;
import dev.countersign.user.UserCommand.EraseUser;
import dev.countersign.user.UserCommand.ExchangePhone;
import dev.countersign.user.UserCommand.TakePhoneOff;
import dev.countersign.user.UserEvent.ExternalIdChanged;
import dev.countersign.user.UserEvent.NameChanged;
import dev.countersign.user.UserEvent.PhoneAdded;
import dev.countersign.user.UserEvent.PhoneTakenOff;
import dev.countersign.user.UserEvent.PrimaryFactorExchanged;
import dev.countersign.user.UserEvent.RolesChanged;
import dev.countersign.user.UserEvent.TrustedMetadataChanged;
import dev.countersign.user.UserEvent.UntrustedMetadataChanged;
import dev.countersign.user.UserEvent.UserActivated;
import dev.countersign.user.UserEvent.UserCreated;
import dev.countersign.user.UserEvent.UserErased;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;

/// Somebody who logs in. Becomes active once and stays so, until erased.
///
/// Guarantees: nothing happens to a user who was erased; whatever is answered with true appends an event, unless it
/// changes nothing, so that of two callers who saw the same user only one is answered so.
///
/// The fields are the whole state, whatever the length of the stream, so a snapshot stays small.
@AggregateRoot(type = "user")
@StoredName("user.User")
@Revision("1")
public final class User {
    @AggregateIdentifier
    private UserId userId;

    private UserStatus status;
    private UserProfile profile = UserProfile.NONE;
    private boolean erased;

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
        if (!erased && status == UserStatus.PENDING) {
            apply(new UserActivated(userId, command.at()));
        }
    }

    @CommandHandler
    public boolean handle(ChangeProfile command) {
        return profile.equals(command.previous()) && happens(profile.changesTo(command.next(), userId, command.at()));
    }

    @CommandHandler
    public boolean handle(AddPhone command) {
        return happens(List.of(new PhoneAdded(userId, command.phoneId(), command.at())));
    }

    @CommandHandler
    public boolean handle(TakePhoneOff command) {
        return happens(List.of(new PhoneTakenOff(userId, command.phoneId(), command.at())));
    }

    @CommandHandler
    public boolean handle(ExchangePhone command) {
        return happens(List.of(new PrimaryFactorExchanged(userId, command.removed(), command.added(), command.at())));
    }

    @CommandHandler
    public boolean handle(EraseUser command) {
        return happens(List.of(new UserErased(userId, command.at())));
    }

    private boolean happens(List<? extends UserEvent> events) {
        if (erased) {
            return false;
        }
        events.forEach(AggregateLifecycle::apply);
        return true;
    }

    @EventSourcingHandler
    void evolve(UserEvent event) {
        profile = profile.after(event);
        switch (event) {
            case UserCreated created -> {
                userId = created.userId();
                status = created.status();
            }
            case UserActivated _ -> status = UserStatus.ACTIVE;
            case UserErased _ -> erased = true;
            case NameChanged _,
                    TrustedMetadataChanged _,
                    UntrustedMetadataChanged _,
                    ExternalIdChanged _,
                    RolesChanged _,
                    PhoneAdded _,
                    PhoneTakenOff _,
                    PrimaryFactorExchanged _ -> {}
        }
    }
}
