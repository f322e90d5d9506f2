package dev.countersign.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Set<Runnable> sleepers = new CopyOnWriteArraySet<>();
    private final List<Thread> threads;

    private WakingEventStore(Builder builder, List<Thread> threads) {
        super(builder);
        this.threads = threads;
    }

    static WakingEventStore on(WriteSetEventStorage storage) {
        var threads = new CopyOnWriteArrayList<Thread>();
        var factory = Thread.ofPlatform().daemon().name("event-store-", 0).factory();
        var builder = EmbeddedEventStore.builder()
                .storageEngine(storage)
                .fetchDelay(LOOK_MILLIS) // for what other nodes have stored
                .threadFactory(task -> {
                    var thread = factory.newThread(task);
                    threads.add(thread);
                    return thread;
                });
        var store = new WakingEventStore(builder, threads);
        storage.onFetched(() -> store.sleepers.forEach(Runnable::run));
        return store;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        return new WakingStream(super.openStream(token));
    }

    /// Stops reading; when this returns, nothing reads from the database any more.
    @Override
    public void shutDown() {
        super.shutDown();
        try {
            for (var thread : threads) {
                thread.join(STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        public Optional<TrackedEventMessage<?>> peek() {
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
