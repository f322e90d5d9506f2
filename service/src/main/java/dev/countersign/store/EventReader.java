package dev.countersign.store;

import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;

/// Reads what happened to one aggregate.
public final class EventReader {

    private final EventStore store;

    EventReader(EventStore store) {
        this.store = store;
    }

    /// Its events, in order; empty if there is no such aggregate.
    public List<Object> eventsOf(String aggregateId) {
        return store.readEvents(aggregateId, 0)
                .asStream()
                .<Object>map(Message::getPayload)
                .toList();
    }
}
