package dev.countersign.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Merges concurrent calls: those that arrive while others are being carried out wait, and are then carried out
/// together.
///
/// The work is done by a few platform threads, which end when nothing is left to do: work that waits for a socket does
/// so in the kernel, without the detour that a virtual thread takes. No call is answered by work that began before the
/// call did. The work bounds the time a caller waits: it has to be bounded itself.
final class Combiner<I, O> {

    private static final Duration IDLE = Duration.ofSeconds(10);

    /// Carries out several calls; must answer or fail each of them. Throwing [StoreUnavailable] fails those who wait,
    /// too.
    interface Work<I, O> {
        void carryOut(List<Call<I, O>> calls);
    }

    private final Queue<Call<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final Executor leaders;
    private final AtomicBoolean summoned = new AtomicBoolean();
    private final int most;
    private final Work<I, O> work;

    /// @param name of its threads
    /// @param leaders how many batches may be under way at once
    /// @param most how many calls a batch may hold
    Combiner(String name, int leaders, int most, Work<I, O> work) {
        this.leaders = threads(name, leaders);
        this.most = most;
        this.work = work;
    }

    private static Executor threads(String name, int count) {
        var factory = Thread.ofPlatform().daemon().name(name + "-", 0).factory();
        var threads = new ThreadPoolExecutor(
                count, count, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    O call(I input) {
        var call = new Call<I, O>(input);
        waiting.add(call);
        summon();
        return call.result();
    }

    /// Makes sure that somebody will look at what waits now. One who has been summoned and has not looked yet is
    /// enough.
    private void summon() {
        if (!summoned.getAndSet(true)) {
            try {
                leaders.execute(this::lead);
            } catch (RuntimeException | Error noThread) {
                summoned.set(false);
                throw noThread;
            }
        }
    }

    /// Takes all that wait, or leaves the rest to the next one.
    private void lead() {
        summoned.set(false);
        var batch = new ArrayList<Call<I, O>>();
        while (batch.size() < most && waiting.poll() instanceof Call<I, O> call) {
            batch.add(call);
        }
        try {
            if (!waiting.isEmpty()) {
                summon();
            }
        } finally {
            if (!batch.isEmpty()) {
                carryOut(batch);
            }
        }
    }

    private void carryOut(List<Call<I, O>> batch) {
        try {
            work.carryOut(batch);
        } catch (StoreUnavailable failure) {
            fail(batch, failure);
            fail(takeAll(), failure);
        } catch (RuntimeException | Error failure) {
            fail(batch, failure);
        }
    }

    /// Those who wait as well: who came behind many others would else wait for as many vain attempts.
    private List<Call<I, O>> takeAll() {
        var all = new ArrayList<Call<I, O>>();
        while (waiting.poll() instanceof Call<I, O> call) {
            all.add(call);
        }
        return all;
    }

    private static <I, O> void fail(List<Call<I, O>> calls, Throwable failure) {
        calls.stream().filter(call -> !call.isDone()).forEach(call -> call.fail(failure));
    }

    /// One caller's part of a batch.
    static final class Call<I, O> {
        private final I input;
        private final CompletableFuture<O> outcome = new CompletableFuture<>();

        private Call(I input) {
            this.input = input;
        }

        I input() {
            return input;
        }

        void answer(O result) {
            outcome.complete(result);
        }

        void fail(Throwable cause) {
            outcome.completeExceptionally(cause);
        }

        boolean isDone() {
            return outcome.isDone();
        }

        private O result() {
            try {
                return outcome.join();
            } catch (CompletionException e) {
                throw Failures.unchecked(e.getCause() == null ? e : e.getCause());
            }
        }
    }
}
