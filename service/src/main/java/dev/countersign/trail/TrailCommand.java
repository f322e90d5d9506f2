package dev.countersign.trail;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// Notes an event for the audit trail.
record TrailCommand(@TargetAggregateIdentifier NoteId noteId, TrailEvent event) {

    static TrailCommand note(TrailEvent event) {
        return new TrailCommand(event.noteId(), event);
    }
}
