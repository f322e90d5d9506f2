package dev.countersign.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.serialization.Revision;

/// The stored name of every event and snapshot, both ways.
public final class EventNames {

    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();

    private EventNames() {}

    /// Reads the names off the types.
    ///
    /// @param families sealed interfaces whose records are the events
    /// @param snapshots aggregates that are stored as snapshots
    /// @throws IllegalArgumentException if a type has no name or no revision, or two have the same name
    public static EventNames of(Collection<Class<?>> families, Collection<Class<?>> snapshots) {
        var result = new EventNames();
        for (var family : families) {
            List.of(family.getPermittedSubclasses()).forEach(result::add);
        }
        snapshots.forEach(result::add);
        return result;
    }

    private void add(Class<?> type) {
        var name = type.getAnnotation(StoredName.class);
        if (name == null || !type.isAnnotationPresent(Revision.class)) {
            throw new IllegalArgumentException(type + " needs a @StoredName and a @Revision.");
        }
        if (types.putIfAbsent(name.value(), type) != null) {
            throw new IllegalArgumentException("Two types are named " + name.value() + ".");
        }
        names.put(type, name.value());
    }

    Optional<String> nameOf(Class<?> type) {
        return Optional.ofNullable(names.get(type));
    }

    Optional<Class<?>> typeNamed(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /// Everything that has a name.
    public Collection<Class<?>> types() {
        return List.copyOf(types.values());
    }
}
