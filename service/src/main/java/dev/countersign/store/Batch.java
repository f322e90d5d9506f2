package dev.countersign.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/// The events of one batch of a streaming processor, handled together at its end.
///
/// @param <E> the events
public final class Batch<E> {

    private final List<E> events = new ArrayList<>();

    private Batch() {}

    /// The batch that this thread is in; `atEnd` is called once for it, before the processor's position is stored.
    public static <E> Batch<E> of(UnitOfWork<?> unit, String name, Consumer<List<E>> atEnd) {
        return unit.root().getOrComputeResource("batch " + name, key -> {
            var batch = new Batch<E>();
            unit.onPrepareCommit(u -> atEnd.accept(batch.events));
            return batch;
        });
    }

    public void add(E event) {
        events.add(event);
    }
}
