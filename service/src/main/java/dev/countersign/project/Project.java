package dev.countersign.project;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.countersign.project.ProjectCommand.AddSecret;
import dev.countersign.project.ProjectCommand.ChangeRetention;
import dev.countersign.project.ProjectCommand.CreateProject;
import dev.countersign.project.ProjectCommand.LiftHold;
import dev.countersign.project.ProjectCommand.PlaceHold;
import dev.countersign.project.ProjectCommand.RevokeSecret;
import dev.countersign.project.ProjectEvent.HoldLifted;
import dev.countersign.project.ProjectEvent.HoldPlaced;
import dev.countersign.project.ProjectEvent.ProjectCreated;
import dev.countersign.project.ProjectEvent.RetentionChanged;
import dev.countersign.project.ProjectEvent.SecretAdded;
import dev.countersign.project.ProjectEvent.SecretRevoked;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/// A tenant and its secrets. Never has more than [#MAX_LIVE_SECRETS] live ones.
@AggregateRoot(type = "project")
public final class Project {
    /// As many as Stytch allows.
    public static final int MAX_LIVE_SECRETS = 50;

    public static final int MAX_HOLDS = 1_000;

    @AggregateIdentifier
    private ProjectId projectId;

    private final Set<SecretId> liveSecrets = new HashSet<>();
    private final Map<RetentionClass, Integer> months = new EnumMap<>(RetentionClass.class);
    private final Map<HoldName, Optional<String>> holds = new HashMap<>();

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

    @CommandHandler
    public void handle(ChangeRetention command) {
        if (!Objects.equals(months.get(command.entries()), command.months())) {
            apply(new RetentionChanged(projectId, command.entries(), command.months(), command.at()));
        }
    }

    @CommandHandler
    public HoldPlacement handle(PlaceHold command) {
        var user = Optional.ofNullable(command.user());
        var there = holds.get(command.hold());
        if (there != null) {
            return there.equals(user) ? HoldPlacement.PLACED : HoldPlacement.NAME_TAKEN;
        }
        if (holds.size() >= MAX_HOLDS) {
            return HoldPlacement.TOO_MANY;
        }
        apply(new HoldPlaced(projectId, command.hold(), command.user(), command.at()));
        return HoldPlacement.PLACED;
    }

    @CommandHandler
    public void handle(LiftHold command) {
        if (holds.containsKey(command.hold())) {
            apply(new HoldLifted(projectId, command.hold(), command.at()));
        }
    }

    @EventSourcingHandler
    void evolve(ProjectEvent event) {
        switch (event) {
            case ProjectCreated created -> projectId = created.projectId();
            case SecretAdded added -> liveSecrets.add(added.secretId());
            case SecretRevoked revoked -> liveSecrets.remove(revoked.secretId());
            case RetentionChanged changed -> keep(changed.entries(), changed.months());
            case HoldPlaced placed -> holds.put(placed.hold(), Optional.ofNullable(placed.user()));
            case HoldLifted lifted -> holds.remove(lifted.hold());
        }
    }

    private void keep(RetentionClass entries, @Nullable Integer kept) {
        if (kept == null) {
            months.remove(entries);
        } else {
            months.put(entries, kept);
        }
    }
}
