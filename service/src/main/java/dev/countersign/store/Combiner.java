package dev.countersign.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Merges concurrent calls: those that arrive while others are being carried out wait, and are then carried out
/// together, by the thread of one of them.
///
/// A call that arrives alone runs at once in its own thread, so that nothing is paid for merging without load. No
/// call is answered by work that began before the call did. The work bounds the time a caller waits: it has to be
/// bounded itself.
final class Combiner<I, O> {

    /// Carries out several calls; must answer or fail each of them.
    interface Work<I, O> {
        void carryOut(List<Call<I, O>> calls);
    }

    private final Queue<Call<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore leaders;
    private final int most;
    private final Work<I, O> work;

    /// @param leaders how many batches may be under way at once
    /// @param most how many calls a batch may hold
    Combiner(int leaders, int most, Work<I, O> work) {
        this.leaders = new Semaphore(leaders);
        this.most = most;
        this.work = work;
    }

    O call(I input) {
        var call = new Call<I, O>(input, Thread.currentThread());
        waiting.add(call);
        var interrupted = false;
        while (!call.isDone()) {
            if (!leaders.tryAcquire() || !lead()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return call.result();
    }

    /// False if nobody waited: what the caller waits for is being carried out by another leader. To look again and
    /// again would take the processor from that one, and with as many virtual threads as processors for good.
    private boolean lead() {
        try {
            var batch = take();
            if (batch.isEmpty()) {
                return false;
            }
            carryOut(batch);
            return true;
        } finally {
            leaders.release();
            var next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.caller);
            }
        }
    }

    private List<Call<I, O>> take() {
        var batch = new ArrayList<Call<I, O>>();
        while (batch.size() < most) {
            var call = waiting.poll();
            if (call == null) {
                break;
            }
            batch.add(call);
        }
        return batch;
    }

    private void carryOut(List<Call<I, O>> batch) {
        try {
            work.carryOut(batch);
        } catch (RuntimeException | Error failure) {
            batch.stream().filter(call -> !call.isDone()).forEach(call -> call.fail(failure));
        }
    }

    /// One caller's part of a batch.
    static final class Call<I, O> {
        private final I input;
        private final Thread caller;
        private @Nullable O output;
        private @Nullable Throwable failure;
        private volatile boolean done;

        private Call(I input, Thread caller) {
            this.input = input;
            this.caller = caller;
        }

        I input() {
            return input;
        }

        void answer(O result) {
            output = result;
            finish();
        }

        void fail(Throwable cause) {
            failure = cause;
            finish();
        }

        boolean isDone() {
            return done;
        }

        private void finish() {
            done = true;
            LockSupport.unpark(caller);
        }

        @SuppressWarnings("NullAway") // Answered or failed: an output is there unless a failure is.
        private O result() {
            switch (failure) {
                case null -> {
                    return output;
                }
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
