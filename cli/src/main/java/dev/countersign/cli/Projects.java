package dev.countersign.cli;

import dev.countersign.operator.ProjectRegistry;
import dev.countersign.operator.ProjectRegistry.NewSecret;
import dev.countersign.operator.RetentionRules;
import dev.countersign.project.Environment;
import dev.countersign.project.HoldName;
import dev.countersign.project.PostgresProjectSecrets;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectEvent;
import dev.countersign.project.ProjectId;
import dev.countersign.project.ProjectSecret;
import dev.countersign.project.RetentionClass;
import dev.countersign.project.SecretId;
import dev.countersign.project.SecretRole;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.store.Migrations;
import dev.countersign.store.SqlFailures;
import dev.countersign.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final RetentionRules rules;

    private Projects(DataSource database, EventSourcing eventSourcing) {
        this.database = database;
        this.eventSourcing = eventSourcing;
        this.registry =
                new ProjectRegistry(eventSourcing.transactions(), eventSourcing.commands(), InstantSource.system());
        this.rules = new RetentionRules(eventSourcing.transactions(), eventSourcing.commands(), InstantSource.system());
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

    /// @param months empty: for good
    void keep(ProjectId project, RetentionClass entries, Optional<Integer> months) {
        complaining(project, () -> {
            rules.keep(project, entries, months);
            return entries;
        });
    }

    void hold(ProjectId project, HoldName name, Optional<String> user) {
        complaining(project, () -> {
            rules.place(project, name, user);
            return name;
        });
    }

    /// True also if the person was erased.
    boolean hasUser(ProjectId project, UserId user) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select from app_user where project_id = ? and user_id = ?")) {
            select.setString(1, project.value());
            select.setString(2, user.value());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
    }

    /// Quiet if there is none with this name.
    void lift(ProjectId project, HoldName name) {
        complaining(project, () -> {
            rules.lift(project, name);
            return name;
        });
    }

    /// In months; those that are missing are kept for good.
    Map<RetentionClass, Integer> kept(ProjectId project) {
        var kept = new EnumMap<RetentionClass, Integer>(RetentionClass.class);
        ask(
                "select entries, months from retention where project_id = ?",
                project,
                row -> kept.put(RetentionClass.parse(row.getString(1)), row.getInt(2)));
        return kept;
    }

    /// For people: the name, and the user, if it is about one.
    List<String> holds(ProjectId project) {
        var holds = new ArrayList<String>();
        ask(
                "select concat_ws(' ', hold, user_id) from legal_hold where project_id = ? order by hold",
                project,
                row -> holds.add(row.getString(1)));
        return holds;
    }

    private interface Reading {
        void read(ResultSet row) throws SQLException;
    }

    private void ask(String question, ProjectId project, Reading reading) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(question)) {
            select.setString(1, project.value());
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    reading.read(row);
                }
            }
        } catch (SQLException e) {
            throw SqlFailures.translate(e);
        }
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
