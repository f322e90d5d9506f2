package dev.countersign.project;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.project.ProjectCommand.AddSecret;
import dev.countersign.project.ProjectCommand.CreateProject;
import dev.countersign.project.ProjectCommand.RevokeSecret;
import dev.countersign.project.ProjectEvent.ProjectCreated;
import dev.countersign.project.ProjectEvent.SecretAdded;
import dev.countersign.project.ProjectEvent.SecretRevoked;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;

/// A tenant and its secrets. Never has more than [#MAX_LIVE_SECRETS] live ones.
@AggregateRoot(type = "project")
public final class Project {
    /// As many as Stytch allows.
    public static final int MAX_LIVE_SECRETS = 50;

    @AggregateIdentifier
    private ProjectId projectId;

    private final Set<SecretId> liveSecrets = new HashSet<>();

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    Project() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    public Project(CreateProject command) {
        apply(new ProjectCreated(command.projectId(), command.name(), command.at()));
    }

    @CommandHandler
    public SecretAddition handle(AddSecret command) {
        if (liveSecrets.contains(command.secretId())) {
            return SecretAddition.ADDED;
        }
        if (liveSecrets.size() >= MAX_LIVE_SECRETS) {
            return SecretAddition.TOO_MANY;
        }
        apply(new SecretAdded(projectId, command.secretId(), command.hash(), command.role(), command.at()));
        return SecretAddition.ADDED;
    }

    @CommandHandler
    public void handle(RevokeSecret command) {
        if (liveSecrets.contains(command.secretId())) {
            apply(new SecretRevoked(projectId, command.secretId(), command.at()));
        }
    }

    @EventSourcingHandler
    void evolve(ProjectEvent event) {
        switch (event) {
            case ProjectCreated created -> projectId = created.projectId();
            case SecretAdded added -> liveSecrets.add(added.secretId());
            case SecretRevoked revoked -> liveSecrets.remove(revoked.secretId());
        }
    }
}
