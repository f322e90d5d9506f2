package dev.countersign.store;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/// What Axon reports, as what it is.
final class Failures {

    private Failures() {}

    static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case EventStoreException e when SqlFailures.isUnavailable(e) -> new StoreUnavailable(e);
            case RuntimeException e -> e;
            default -> new IllegalStateException(failure);
        };
    }
}
