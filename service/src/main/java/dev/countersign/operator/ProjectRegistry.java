package dev.countersign.operator;

import dev.countersign.project.Environment;
import dev.countersign.project.PostgresProjectSecrets;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectCommand;
import dev.countersign.project.ProjectCommand.AddSecret;
import dev.countersign.project.ProjectCommand.CreateProject;
import dev.countersign.project.ProjectCommand.RevokeSecret;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import dev.countersign.project.SecretAddition;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/// What operators do with projects.
public final class ProjectRegistry {

    private static final Origin ORIGIN = Origin.system("operator");

    private final Transactions transactions;
    private final Commands commands;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public ProjectRegistry(Transactions transactions, Commands commands, InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.clock = clock;
    }

    /// A secret that was just made: the only time that it can be seen.
    public record NewSecret(ProjectId project, SecretId id, ProjectSecret secret) {}

    /// Makes a project, with its first secret.
    public NewSecret create(String name, Environment environment) {
        var project = ProjectId.random(environment);
        return transactions.run(ORIGIN, () -> {
            var now = clock.instant();
            commands.send(new CreateProject(project, name, now));
            WriteSet.current().add(Write.PROJECT, project.value(), name, now);
            return add(project, SecretRole.APPLICATION, now);
        });
    }

    /// Makes another secret; those that exist stay valid.
    ///
    /// @throws IllegalArgumentException if it has [Project#MAX_LIVE_SECRETS] already
    /// @throws org.axonframework.modelling.command.AggregateNotFoundException if there is no such project
    public NewSecret addSecret(ProjectId project, SecretRole role) {
        return transactions.run(ORIGIN, () -> add(project, role, clock.instant()));
    }

    /// Makes a secret worthless, for every call that begins after this has returned. Quiet if it is so already.
    ///
    /// @throws org.axonframework.modelling.command.AggregateNotFoundException if there is no such project
    public void revokeSecret(ProjectId project, SecretId secret) {
        transactions.run(ORIGIN, () -> {
            send(new RevokeSecret(project, secret, clock.instant()));
            WriteSet.current().add(Write.SECRET_REMOVAL, secret.value());
            return secret;
        });
        PostgresProjectSecrets.awaitRevocation();
    }

    private NewSecret add(ProjectId project, SecretRole role, Instant now) {
        var secret = ProjectSecret.random(project.environment(), random);
        var id = SecretId.random(project.environment());
        if (send(new AddSecret(project, id, secret.hash(), role, now)) == SecretAddition.TOO_MANY) {
            throw new IllegalArgumentException(
                    project + " has " + Project.MAX_LIVE_SECRETS + " secrets already; revoke one first");
        }
        WriteSet.current()
                .add(Write.SECRET, id.value(), project.value(), secret.hash().value(), role.text());
        return new NewSecret(project, id, secret);
    }

    private Object send(ProjectCommand command) {
        return commands.send(command);
    }
}
