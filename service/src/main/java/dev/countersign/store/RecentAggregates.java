package dev.countersign.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/// A bounded cache of aggregates. A stale entry does no harm: whatever is decided on it appends an event, and the
/// store refuses that one.
final class RecentAggregates implements Cache {

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries;

    RecentAggregates(int most) {
        // Who writes tidies up: to wake a thread for it costs more.
        entries =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As Axon has it.
    public <K, V> @Nullable V get(K key) {
        return (V) entries.getIfPresent(key);
    }

    @Override
    public void put(Object key, Object value) {
        entries.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.asMap().containsKey(key);
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new IllegalStateException("Nobody listens to this cache.");
    }
}
