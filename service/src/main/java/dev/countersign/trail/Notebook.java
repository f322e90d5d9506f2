package dev.countersign.trail;

import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/// Stores what is noted.
public final class Notebook {
    private final Transactions transactions;
    private final Commands commands;

    public Notebook(Transactions transactions, Commands commands) {
        this.transactions = transactions;
        this.commands = commands;
    }

    /// Returns once it is stored. Writing the same again is quiet.
    void write(Origin origin, TrailEvent event) {
        try {
            transactions.run(origin, () -> {
                commands.send(TrailCommand.note(event));
                return event;
            });
        } catch (WriteConflict | ConcurrencyException _) {
            // Nobody else writes under this id: an earlier attempt did, whose end was not seen.
        }
    }

    /// @param request null: several calls
    static Origin origin(ProjectId project, @Nullable SecretId secret, @Nullable String request) {
        var facts = new TreeMap<>(Map.of("project", project.value()));
        if (secret != null) {
            facts.put("secret", secret.value());
        }
        if (request != null) {
            facts.put("request", request);
        }
        return new Origin(facts);
    }
}
