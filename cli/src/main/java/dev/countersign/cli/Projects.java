package dev.countersign.cli;

import dev.countersign.operator.ProjectRegistry;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.project.Environment;
import dev.countersign.project.PostgresProjectSecrets;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.store.Migrations;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.modelling.command.AggregateNotFoundException;

/// The projects of a database, which is brought to its newest form first. No service needs to run; those that run see
/// a change from their next call on.
///
/// An unknown project, and one with too many secrets, is a [Complaint].
final class Projects implements AutoCloseable {
    private final DataSource database;
    private final EventSourcing eventSourcing;
    private final ProjectRegistry registry;

    private Projects(DataSource database, EventSourcing eventSourcing) {
        this.database = database;
        this.eventSourcing = eventSourcing;
        this.registry =
                new ProjectRegistry(eventSourcing.transactions(), eventSourcing.commands(), InstantSource.system());
    }

    static Projects in(DatabaseAddress address) {
        var database = address.dataSource();
        Migrations.run(database);
        var names = EventNames.of(List.of(ProjectEvent.class), List.of());
        var eventSourcing = EventSourcing.on(database, database, new EventSourcing.Commits(1, false), names)
                .aggregate(Project.class)
                .build();
        eventSourcing.start();
        return new Projects(database, eventSourcing);
    }

    /// The project that was created first.
    Optional<ProjectId> oldest() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select project_id from project order by created_at, project_id limit 1")) {
            return row.next() ? Optional.of(new ProjectId(row.getString(1))) : Optional.empty();
        }
    }

    NewSecret create(String name, Environment environment) {
        return registry.create(name, environment);
    }

    NewSecret addSecret(ProjectId project, SecretRole role) {
        return complaining(project, () -> registry.addSecret(project, role));
    }

    /// Quiet if the secret is unknown or was revoked already.
    void revokeSecret(ProjectId project, SecretId secret) {
        complaining(project, () -> {
            registry.revokeSecret(project, secret);
            return secret;
        });
    }

    /// Whether this secret opens the project's door.
    boolean accept(ProjectId project, ProjectSecret secret) {
        return new PostgresProjectSecrets(database).holder(project, secret).isPresent();
    }

    @Override
    public void close() {
        eventSourcing.close();
    }

    private static <R> R complaining(ProjectId project, Supplier<R> work) {
        try {
            return work.get();
        } catch (AggregateNotFoundException e) {
            throw new Complaint("There is no project " + project, e);
        } catch (IllegalArgumentException e) {
            throw new Complaint(String.valueOf(e.getMessage()), e);
        }
    }
}
