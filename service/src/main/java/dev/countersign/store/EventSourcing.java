package dev.countersign.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Axon Framework, wired by hand: aggregates, event store, streaming processors.
///
/// Nothing is found on the class path by itself, so that what runs is what stands here; Axon's usage reports to its
/// maker stay off.
public final class EventSourcing implements AutoCloseable {

    private static final int SEGMENTS = 4;
    private static final int SNAPSHOT_AFTER = 50;
    private static final Duration REVIVAL = Duration.ofSeconds(5);
    private static final Duration LOCK_ATTEMPT = Duration.ofMillis(10);
    private static final int LOCK_ATTEMPTS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventSourcing.class);
    private static final CommandTargets TARGETS = new CommandTargets();

    private final Configuration axon;
    private final List<ScheduledExecutorService> threads;
    private final ScheduledExecutorService revival = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("follower-revival").factory());
    private final Transactions transactions;
    private final Commands commands;

    private EventSourcing(Configuration axon, List<ScheduledExecutorService> threads, Committer committer) {
        this.axon = axon;
        this.threads = threads;
        this.transactions = new Transactions(committer);
        this.commands = new Commands(axon.commandBus());
    }

    /// How write sets reach the database.
    ///
    /// @param leaders how many commits may be under way at once
    /// @param group whether waiting write sets share a commit
    public record Commits(int leaders, boolean group) {}

    public static Builder on(DataSource database, DataSource transactional, Commits commits, EventNames names) {
        return new Builder(database, transactional, commits, names);
    }

    public Transactions transactions() {
        return transactions;
    }

    public Commands commands() {
        return commands;
    }

    public EventReader events() {
        return new EventReader(axon.eventStore());
    }

    /// Begins to follow the events.
    public void start() {
        axon.start();
        revival.scheduleWithFixedDelay(
                this::reviveFollowers, REVIVAL.toMillis(), REVIVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// After a failure Axon waits longer and longer, up to a minute, before it tries again. Codes live for two.
    private void reviveFollowers() {
        try {
            axon.eventProcessingConfiguration().eventProcessors().values().stream()
                    .filter(EventProcessor::isError)
                    .forEach(follower -> {
                        follower.shutDown();
                        follower.start();
                    });
        } catch (RuntimeException e) {
            LOG.warn("What follows the events cannot be started again yet", e);
        }
    }

    @Override
    public void close() {
        revival.close();
        axon.shutdown();
        threads.forEach(ScheduledExecutorService::close);
    }

    /// Collects the parts.
    public static final class Builder {
        private final Configurer axon = DefaultConfigurer.defaultConfiguration(false);
        private final List<ScheduledExecutorService> threads = new ArrayList<>();
        private final Committer committer;
        private final EventNames names;
        private final Set<String> followed = new HashSet<>();

        private Builder(DataSource database, DataSource transactional, Commits commits, EventNames names) {
            System.setProperty("axoniq.update-checker.disabled", "true");
            committer = new Committer(database, commits.leaders(), commits.group());
            this.names = names;
            var json = EventJson.of(names);
            var storage = WriteSetEventStorage.on(database, json, followed);
            var store = WakingEventStore.on(storage);
            var bookkeeping = new JdbcTransactions(transactional);
            axon.configureSerializer(c -> json)
                    .configureEventSerializer(c -> json)
                    .configureMessageSerializer(c -> json)
                    .configureTransactionManager(c -> NoTransactionManager.INSTANCE)
                    .registerComponent(EventStorageEngine.class, c -> storage)
                    .configureEventStore(c -> {
                        c.onShutdown(store::shutDown);
                        return store;
                    })
                    .configureCommandBus(c -> commandBus());
            axon.eventProcessing(processing -> processing
                    .registerDefaultTransactionManager(c -> bookkeeping)
                    .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerTokenStore(c -> JdbcTokenStore.builder()
                            .connectionProvider(bookkeeping)
                            .serializer(json)
                            .schema(tokens())
                            .nodeId(UUID.randomUUID().toString()) // Axon's own is the same in two containers of a host
                            .contentType(byte[].class)
                            .build()));
        }

        private static CommandBus commandBus() {
            return SimpleCommandBus.builder()
                    .transactionManager(NoTransactionManager.INSTANCE)
                    .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                    .build();
        }

        private static TokenSchema tokens() {
            return TokenSchema.builder()
                    .setTokenTable("processor_token")
                    .setProcessorNameColumn("processor_name")
                    .setSegmentColumn("segment")
                    .setTokenColumn("token")
                    .setTokenTypeColumn("token_type")
                    .setTimestampColumn("timestamp")
                    .setOwnerColumn("owner")
                    .build();
        }

        /// Something that aggregates' handlers take as a parameter.
        public <T> Builder resource(Class<T> type, T resource) {
            axon.registerComponent(type, c -> resource);
            return this;
        }

        /// An aggregate whose stream is short, and is loaded anew for each command.
        public Builder aggregate(Class<?> type) {
            axon.configureAggregate(configured(type));
            return this;
        }

        /// An aggregate that is asked again soon after it was made.
        public Builder cachedAggregate(Class<?> type, int most) {
            axon.configureAggregate(configured(type).configureCache(c -> new RecentAggregates(most)));
            return this;
        }

        /// An aggregate whose stream may grow over the years.
        public Builder snapshotAggregate(Class<?> type) {
            axon.configureAggregate(withSnapshots(type));
            return this;
        }

        /// Both.
        public Builder cachedSnapshotAggregate(Class<?> type, int most) {
            axon.configureAggregate(withSnapshots(type).configureCache(c -> new RecentAggregates(most)));
            return this;
        }

        private static <A> AggregateConfigurer<A> withSnapshots(Class<A> type) {
            return configured(type)
                    .configureSnapshotTrigger(
                            c -> new EventCountSnapshotTriggerDefinition(c.snapshotter(), SNAPSHOT_AFTER));
        }

        private static <A> AggregateConfigurer<A> configured(Class<A> type) {
            return AggregateConfigurer.defaultConfiguration(type)
                    .configureCommandTargetResolver(c -> TARGETS)
                    .configureLockFactory(c -> PessimisticLockFactory.builder()
                            .lockAttemptTimeout((int) LOCK_ATTEMPT.toMillis())
                            .acquireAttempts(LOCK_ATTEMPTS)
                            .build());
        }

        /// A handler that follows events; its class names its `@ProcessingGroup`. Each event is handled at
        /// least once, by one node at a time, and again until it succeeds.
        ///
        /// @param event what it handles; it is told of no others
        public Builder follower(String group, int batch, Class<?> event, Object handler) {
            followed.add(names.nameOf(event).orElseThrow());
            axon.eventProcessing(processing -> processing
                    .registerEventHandler(c -> handler)
                    .registerPooledStreamingEventProcessor(
                            group,
                            c -> (StreamableMessageSource<org.axonframework.eventhandling.TrackedEventMessage<?>>)
                                    c.eventStore(),
                            (c, builder) -> builder.initialSegmentCount(SEGMENTS)
                                    .batchSize(batch)
                                    .initialToken(StreamableMessageSource::createTailToken)
                                    .coordinatorExecutor(name -> thread(name + "-coordinator", 1))
                                    .workerExecutor(name -> thread(name + "-worker", SEGMENTS))));
            return this;
        }

        private ScheduledExecutorService thread(String name, int count) {
            var executor = new ScheduledThreadPoolExecutor(
                    count, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            threads.add(executor);
            return executor;
        }

        public EventSourcing build() {
            return new EventSourcing(axon.buildConfiguration(), threads, committer);
        }
    }
}
