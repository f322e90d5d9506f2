package dev.countersign.store;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.jspecify.annotations.Nullable;

/// An event store that tells streaming processors when there is something to read. Without it they would look only
/// every 500 ms.
final class WakingEventStore extends EmbeddedEventStore {

    private static final long LOOK_MILLIS = 100;

    private final Set<Runnable> sleepers = new CopyOnWriteArraySet<>();

    private WakingEventStore(Builder builder) {
        super(builder);
    }

    static WakingEventStore on(WriteSetEventStorage storage) {
        var store = new WakingEventStore(EmbeddedEventStore.builder()
                .storageEngine(storage)
                .fetchDelay(LOOK_MILLIS) // for what other nodes have stored
                .cachedEvents(10_000));
        storage.onFetched(() -> store.sleepers.forEach(Runnable::run));
        return store;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        return new WakingStream(super.openStream(token));
    }

    /// Axon's own stream, that takes a callback besides.
    private final class WakingStream implements TrackingEventStream {
        private final BlockingStream<TrackedEventMessage<?>> events;
        private @Nullable Runnable sleeper;

        private WakingStream(BlockingStream<TrackedEventMessage<?>> events) {
            this.events = events;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            sleeper = callback;
            sleepers.add(callback);
            return true;
        }

        @Override
        public java.util.Optional<TrackedEventMessage<?>> peek() {
            return events.peek();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return events.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return events.nextAvailable();
        }

        @Override
        public void close() {
            if (sleeper != null) {
                sleepers.remove(sleeper);
            }
            events.close();
        }
    }
}
