package dev.countersign.trail;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;

/// Something that was noted for the audit trail. Nothing happens to it afterwards.
@AggregateRoot(type = "note")
public final class TrailNote {
    @AggregateIdentifier
    private NoteId noteId;

    /// For Axon, which fills it from the stored events.
    @SuppressWarnings("NullAway.Init")
    TrailNote() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    TrailNote(TrailCommand command) {
        apply(command.event());
    }

    @EventSourcingHandler
    void evolve(TrailEvent event) {
        noteId = event.noteId();
    }
}
