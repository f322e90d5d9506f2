package dev.countersign.sms;

import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.PasscodeCommand;
import dev.countersign.passcode.PasscodeCommand.RecordDeliveryFailure;
import dev.countersign.passcode.PasscodeCommand.RecordSent;
import dev.countersign.passcode.PasscodeEvent.CodeIssued;
import dev.countersign.sms.OutgoingMessages.Recipient;
import dev.countersign.sms.SmsSender.Delivery;
import dev.countersign.sms.SmsSender.Delivery.Failed;
import dev.countersign.sms.SmsSender.Delivery.Taken;
import dev.countersign.sms.SmsSender.Delivery.Unsettled;
import dev.countersign.store.Batch;
import dev.countersign.store.Commands;
import dev.countersign.store.Origin;
import dev.countersign.store.Transactions;
import dev.countersign.store.WriteConflict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the codes that were issued and sends each of them.
///
/// A batch is sent at once, each message on a thread of its own, and recorded in one commit. If the process
/// dies before that, the batch is handled again, without the messages that were recorded as sent. A carrier
/// that is out of reach for a moment is asked three times; what then failed is recorded as failed and stays so.
/// A carrier that is slow is waited for without the batch; if the process dies meanwhile, what such a carrier
/// has not taken is lost.
@ProcessingGroup(SmsDispatch.GROUP)
public final class SmsDispatch implements AutoCloseable {

    public static final String GROUP = "sms-dispatch";
    public static final int BATCH = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SmsDispatch.class);
    private static final Origin ORIGIN = Origin.system(GROUP);

    /// Below the 10 s after which another node takes over what this one does not come back from.
    private static final Duration LIMIT = Duration.ofSeconds(8);

    /// How long a carrier has in all. What comes in after the batch is recorded by itself.
    private static final Duration LATE_LIMIT = Duration.ofSeconds(30);

    /// How many messages may be waited for after their batches: else a carrier that is slow for long fills the
    /// memory.
    private static final int MOST_LATE = 2_000;

    /// How long a message rests before it is sent the second and the third time.
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(250), Duration.ofSeconds(1));

    private final OutgoingMessages outgoing;
    private final MessageRendering rendering;
    private final SmsSender sender;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sms-", 0).factory());
    private final Semaphore late = new Semaphore(MOST_LATE);
    private Recording recording = commands -> {
        throw new IllegalStateException("Not connected to the store yet.");
    };

    /// Stores what became of messages.
    private interface Recording {
        void record(List<? extends PasscodeCommand> commands);
    }

    public SmsDispatch(OutgoingMessages outgoing, MessageRendering rendering, SmsSender sender, InstantSource clock) {
        this.outgoing = outgoing;
        this.rendering = rendering;
        this.sender = sender;
        this.clock = clock;
    }

    /// To be called before the first event comes.
    public void recordWith(Transactions transactions, Commands sending) {
        recording = commands -> transactions.run(ORIGIN, () -> {
            commands.forEach(sending::send);
            return commands.size();
        });
    }

    @EventHandler
    void on(CodeIssued issued, UnitOfWork<?> unit) {
        Batch.of(unit, GROUP, this::deliver).add(issued);
    }

    private void deliver(List<CodeIssued> batch) {
        var now = clock.instant();
        var alive =
                batch.stream().filter(code -> now.isBefore(code.expiresAt())).toList();
        if (alive.isEmpty()) {
            return;
        }
        var due = outgoing.due(alive);
        var sending = new LinkedHashMap<ChallengeId, Sending>();
        for (var issued : alive) {
            var recipient = due.get(issued.challengeId());
            if (recipient != null) {
                sending.put(issued.challengeId(), begin(issued, recipient));
            }
        }
        var end = System.nanoTime() + LIMIT.toNanos();
        record(sending.entrySet().stream()
                .flatMap(message -> result(message.getKey(), message.getValue(), end).stream())
                .toList());
    }

    /// A message on its way.
    private record Sending(CompletableFuture<PasscodeCommand> outcome, Future<?> thread) {}

    private Sending begin(CodeIssued issued, Recipient recipient) {
        var outcome = new CompletableFuture<PasscodeCommand>();
        return new Sending(outcome, threads.submit(() -> outcome.complete(send(issued, recipient))));
    }

    private PasscodeCommand send(CodeIssued issued, Recipient recipient) {
        var id = issued.challengeId();
        try {
            return switch (sendPatiently(rendering.render(issued, recipient))) {
                case Taken _ -> new RecordSent(id, sender.name(), clock.instant());
                case Failed(var reason) -> failed(id, reason);
                case Unsettled(var reason) -> failed(id, reason);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(id, "timeout");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("challenge", id.value()).setCause(e).log("A message could not be sent");
            return failed(id, "internal error");
        }
    }

    /// Bridges what is over in a moment. Whoever waits for a code asks for another one after longer troubles.
    private Delivery sendPatiently(SmsMessage message) throws InterruptedException {
        var delivery = sender.send(message);
        for (var pause : PAUSES) {
            if (!(delivery instanceof Unsettled)) {
                break;
            }
            Thread.sleep(pause);
            delivery = sender.send(message);
        }
        return delivery;
    }

    private PasscodeCommand failed(ChallengeId id, String reason) {
        return new RecordDeliveryFailure(id, sender.name(), reason, clock.instant());
    }

    /// Empty: it is not known yet, and recorded later. The batch has to end before another node takes it over.
    private Optional<PasscodeCommand> result(ChallengeId id, Sending sending, long end) {
        try {
            return Optional.of(sending.outcome().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            if (late.tryAcquire()) {
                recordLater(id, sending);
                return Optional.empty();
            }
            sending.thread().cancel(true);
            return Optional.of(failed(id, "timeout"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending; the batch is handled again.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void recordLater(ChallengeId id, Sending sending) {
        var unused = sending.outcome()
                .orTimeout(LATE_LIMIT.minus(LIMIT).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(tooLate -> failed(id, "timeout"))
                .thenAcceptAsync(
                        outcome -> {
                            late.release();
                            sending.thread().cancel(true);
                            recordAlone(outcome);
                        },
                        threads);
    }

    private void recordAlone(PasscodeCommand outcome) {
        try {
            record(List.of(outcome));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("challenge", outcome.challengeId().value())
                    .setCause(e)
                    .log("What became of a message could not be recorded");
        }
    }

    /// All in one commit; one by one where somebody else touched a challenge of the batch again and again.
    private void record(List<PasscodeCommand> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        try {
            recording.record(outcomes);
        } catch (WriteConflict e) {
            outcomes.forEach(outcome -> recording.record(List.of(outcome)));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
