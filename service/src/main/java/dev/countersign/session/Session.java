package dev.countersign.session;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.session.SessionCommand.AddFactor;
import dev.countersign.session.SessionCommand.ChangeClaims;
import dev.countersign.session.SessionCommand.ExpireSession;
import dev.countersign.session.SessionCommand.ExtendSession;
import dev.countersign.session.SessionCommand.RevokeSession;
import dev.countersign.session.SessionCommand.StartSession;
import dev.countersign.session.SessionEvent.ClaimsChanged;
import dev.countersign.session.SessionEvent.FactorAdded;
import dev.countersign.session.SessionEvent.SessionExpired;
import dev.countersign.session.SessionEvent.SessionExtended;
import dev.countersign.session.SessionEvent.SessionRevoked;
import dev.countersign.session.SessionEvent.SessionStarted;
import dev.countersign.store.StoredName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;

/// A login that lasts. See the picture in the package's description.
///
/// Guarantees: nothing changes it at or after `expiresAt`, recorded or not, and nothing after it was revoked;
/// it ends once.
///
/// Whoever prolongs a session with every check makes its stream long; the three fields are the whole state, so
/// that a snapshot stays small.
@AggregateRoot(type = "session")
@StoredName("session.Session")
@Revision("1")
public final class Session {
    @AggregateIdentifier
    private SessionId sessionId;

    private SessionState state;
    private boolean over;

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    Session() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    public Session(StartSession command) {
        apply(new SessionStarted(
                command.sessionId(),
                command.userId(),
                command.projectId(),
                command.phoneId(),
                command.channel(),
                command.tokenHash(),
                command.token(),
                command.attributes(),
                command.customClaims(),
                command.expiresAt(),
                command.at()));
    }

    @CommandHandler
    public Optional<SessionState> handle(AddFactor command) {
        return changed(command.at(), decide(command));
    }

    @CommandHandler
    public Optional<SessionState> handle(ExtendSession command) {
        return changed(command.at(), decide(command));
    }

    @CommandHandler
    public Optional<SessionState> handle(ChangeClaims command) {
        return Objects.equals(state.customClaims(), command.previous())
                ? changed(command.at(), decide(command))
                : Optional.empty();
    }

    @CommandHandler
    public boolean handle(RevokeSession command) {
        decide(command).forEach(AggregateLifecycle::apply);
        return over;
    }

    @CommandHandler
    public boolean handle(ExpireSession command) {
        decide(command).forEach(AggregateLifecycle::apply);
        return over;
    }

    List<SessionEvent> decide(AddFactor command) {
        return isAlive(command.at())
                ? List.of(new FactorAdded(sessionId, command.phoneId(), command.channel(), command.at()))
                : List.of();
    }

    List<SessionEvent> decide(ExtendSession command) {
        return isAlive(command.at())
                ? List.of(new SessionExtended(sessionId, command.expiresAt(), command.at()))
                : List.of();
    }

    List<SessionEvent> decide(ChangeClaims command) {
        return isAlive(command.at()) ? List.of(new ClaimsChanged(sessionId, command.next(), command.at())) : List.of();
    }

    List<SessionEvent> decide(RevokeSession command) {
        if (over) {
            return List.of();
        }
        return List.of(state.isAlive(command.at()) ? new SessionRevoked(sessionId, command.at()) : expired());
    }

    List<SessionEvent> decide(ExpireSession command) {
        return over || state.isAlive(command.at()) ? List.of() : List.of(expired());
    }

    @EventSourcingHandler
    void evolve(SessionEvent event) {
        switch (event) {
            case SessionStarted started -> {
                sessionId = started.sessionId();
                state = SessionState.of(started);
            }
            case FactorAdded added -> state = state.withFactor(added.phoneId(), added.channel(), added.at());
            case SessionExtended extended -> state = state.until(extended.expiresAt());
            case ClaimsChanged changed -> state = state.claiming(changed.customClaims());
            case SessionRevoked _, SessionExpired _ -> over = true;
        }
    }

    private Optional<SessionState> changed(Instant at, List<SessionEvent> events) {
        if (!isAlive(at)) {
            return Optional.empty();
        }
        events.forEach(AggregateLifecycle::apply);
        return Optional.of(state);
    }

    private boolean isAlive(Instant now) {
        return !over && state.isAlive(now);
    }

    private SessionExpired expired() {
        return new SessionExpired(sessionId, state.expiresAt());
    }
}
