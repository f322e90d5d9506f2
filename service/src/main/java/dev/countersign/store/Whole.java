package dev.countersign.store;

import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// A unit of work that others become part of: see [Transactions#runWhole].
public final class Whole {

    private static final String RESOURCE = Whole.class.getName();

    private boolean joined;
    private boolean undone;

    Whole() {}

    /// The one that this thread is in; null if there is none.
    static @Nullable Whole current() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
    }

    void attachTo(UnitOfWork<?> root) {
        root.resources().put(RESOURCE, this);
    }

    <R> R join(Supplier<R> work) {
        joined = true;
        var done = false;
        try {
            var result = work.get();
            done = true;
            return result;
        } finally {
            undone |= !done;
        }
    }

    /// True if work has become part of this unit and none of it has failed: what it wrote is worth a commit.
    public boolean isSound() {
        return joined && !undone;
    }
}
