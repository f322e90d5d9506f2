package dev.countersign.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.ConcurrencyException;

/// Runs a unit of work: everything that it appends and adds is stored in one commit, or nothing is.
///
/// Whoever loses a race starts again, on what the winner left, at least 5 times and for 2 s. The work must
/// therefore decide on what it reads itself, and have no effect but through its write set. An exception rolls
/// back, a checked one too.
public final class Transactions {

    private static final int ATTEMPTS = 6;
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /// After the first attempt; losers that start again at different times meet less.
    private static final long LONGEST_REST_NANOS = 1_000_000;

    private final Committer committer;

    Transactions(Committer committer) {
        this.committer = committer;
    }

    /// @throws WriteConflict if each attempt lost its race
    /// @throws StoreUnavailable if the database cannot be reached; whether the work is stored is unknown
    public <R> R run(Origin origin, Supplier<R> work) {
        var whole = Whole.current();
        return whole == null ? attempts(() -> runOnce(origin, work)) : whole.join(work);
    }

    /// The same for work that calls [#run] itself: what those calls write is stored with the rest, in the one
    /// commit at the end, and a lost race starts all of it again.
    ///
    /// So the work must not read what such a call has written, nor let anybody know of it: it is not stored
    /// yet. A failure of such a call has to fail the whole: see [Whole#isSound].
    public <R> R runWhole(Origin origin, Function<Whole, R> work) {
        return attempts(() -> {
            var whole = new Whole();
            return runOnce(origin, () -> {
                whole.attachTo(CurrentUnitOfWork.get().root());
                return work.apply(whole);
            });
        });
    }

    private static <R> R attempts(Supplier<R> unit) {
        var begin = System.nanoTime();
        for (var attempt = 1; ; attempt++) {
            try {
                return unit.get();
            } catch (WriteConflict | ConcurrencyException | LockAcquisitionFailedException e) {
                if (attempt >= ATTEMPTS && System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw e;
                }
                rest(Math.min(attempt, ATTEMPTS));
            }
        }
    }

    private static void rest(int attempts) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_REST_NANOS * attempts));
    }

    /// A unit of its own, even where the thread is in the middle of a processor's.
    private <R> R runOnce(Origin origin, Supplier<R> work) {
        if (!CurrentUnitOfWork.isStarted()) {
            return runAsRoot(origin, work);
        }
        var outer = CurrentUnitOfWork.get();
        CurrentUnitOfWork.clear(outer);
        try {
            return runAsRoot(origin, work);
        } finally {
            CurrentUnitOfWork.set(outer);
        }
    }

    private <R> R runAsRoot(Origin origin, Supplier<R> work) {
        var set = new WriteSet(origin);
        var unit = new DefaultUnitOfWork<>(new GenericMessage<>(origin));
        set.attachTo(unit);
        unit.start();
        unit.attachTransaction(() -> new Commit(set));
        var result = unit.<R>executeWithResult(work::get, RollbackConfigurationType.ANY_THROWABLE);
        if (result.isExceptional()) {
            throw Failures.unchecked(result.exceptionResult());
        }
        return result.getPayload();
    }

    private final class Commit implements Transaction {
        private final WriteSet set;

        private Commit(WriteSet set) {
            this.set = set;
        }

        @Override
        public void commit() {
            committer.commit(set);
        }

        @Override
        public void rollback() {
            // Nothing has reached the database before the commit.
        }
    }
}
