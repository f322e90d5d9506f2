package dev.countersign.operator;

import dev.countersign.project.HoldName;
import dev.countersign.project.HoldPlacement;
import dev.countersign.project.Project;
import dev.countersign.project.ProjectCommand.ChangeRetention;
import dev.countersign.project.ProjectCommand.LiftHold;
import dev.countersign.project.ProjectCommand.PlaceHold;
import dev.countersign.project.ProjectId;
import dev.countersign.project.RetentionClass;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.Write;
import dev.countersign.store.WriteSet;
import java.time.InstantSource;
import java.util.Optional;

/// How long a project's entries are kept, and what keeps them longer.
///
/// An unknown project is an [org.axonframework.modelling.command.AggregateNotFoundException].
public final class RetentionRules {
    public static final int MOST_MONTHS = 1_200;

    private static final Origin ORIGIN = Origin.system("operator");

    private final Transactions transactions;
    private final Commands commands;
    private final InstantSource clock;

    public RetentionRules(Transactions transactions, Commands commands, InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.clock = clock;
    }

    /// @param months whole ones, 1 to [#MOST_MONTHS]; empty: for good
    /// @throws IllegalArgumentException if it is another number
    public void keep(ProjectId project, RetentionClass entries, Optional<Integer> months) {
        if (months.filter(many -> many < 1 || many > MOST_MONTHS).isPresent()) {
            throw new IllegalArgumentException("Entries are kept for 1 to " + MOST_MONTHS + " months, or forever");
        }
        transactions.run(ORIGIN, () -> {
            commands.send(new ChangeRetention(project, entries, months.orElse(null), clock.instant()));
            if (months.isPresent()) {
                WriteSet.current().add(Write.RETENTION, project.value(), entries.text(), months.get());
            } else {
                WriteSet.current().add(Write.RETENTION_REMOVAL, project.value(), entries.text());
            }
            return entries;
        });
    }

    /// @param user whose entries are kept; empty: all of the project
    /// @throws IllegalArgumentException if the name is taken, or the project has [Project#MAX_HOLDS]
    public void place(ProjectId project, HoldName hold, Optional<String> user) {
        transactions.run(ORIGIN, () -> {
            HoldPlacement placement = commands.send(new PlaceHold(project, hold, user.orElse(null), clock.instant()));
            switch (placement) {
                case PLACED -> WriteSet.current().add(Write.HOLD, project.value(), hold.value(), user.orElse(null));
                case NAME_TAKEN ->
                    throw new IllegalArgumentException(
                            project + " has another hold that is called " + hold + "; lift it first");
                case TOO_MANY ->
                    throw new IllegalArgumentException(project + " has " + Project.MAX_HOLDS + " holds already");
            }
            return hold;
        });
    }

    /// Quiet if there is none with this name.
    public void lift(ProjectId project, HoldName hold) {
        transactions.run(ORIGIN, () -> {
            commands.send(new LiftHold(project, hold, clock.instant()));
            WriteSet.current().add(Write.HOLD_REMOVAL, project.value(), hold.value());
            return hold;
        });
    }
}
