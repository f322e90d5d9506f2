package dev.countersign.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// The rows of one unit of work, from its begin to its commit. Either all of them are stored, or none is.
///
/// Used by one thread at a time.
public final class WriteSet {

    private static final String RESOURCE = WriteSet.class.getName();

    private final Map<Write, List<@Nullable Object[]>> rows = new EnumMap<>(Write.class);
    private final Origin origin;

    WriteSet(Origin origin) {
        this.origin = origin;
    }

    /// The write set of the unit of work that this thread is in.
    ///
    /// @throws IllegalStateException outside `Transactions.run`: what would be written there would be lost
    public static WriteSet current() {
        @Nullable
        WriteSet set =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
        if (set == null) {
            throw new IllegalStateException("Nothing can be written outside a transaction.");
        }
        return set;
    }

    void attachTo(UnitOfWork<?> root) {
        root.resources().put(RESOURCE, this);
    }

    /// Adds a row; `values` in the order of the columns of `write`. Instants beyond PostgreSQL's are `infinity`.
    public void add(Write write, @Nullable Object... values) {
        if (values.length != write.columns().size()) {
            throw new IllegalArgumentException(
                    write + " takes " + write.columns().size() + " values.");
        }
        for (var i = 0; i < values.length; i++) {
            if (values[i] instanceof Instant instant) {
                values[i] = instant.equals(Instant.MAX) ? "infinity" : instant.toString();
            }
        }
        rows.computeIfAbsent(write, key -> new ArrayList<>(2)).add(values);
    }

    Origin origin() {
        return origin;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Map<Write, List<@Nullable Object[]>> rows() {
        return rows;
    }
}
