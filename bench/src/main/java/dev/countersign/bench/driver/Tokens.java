package dev.countersign.bench.driver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The tokens of live sessions, which take turns. The warm-up makes as many as it has calls.
public final class Tokens {

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /// By token, the hash of the JWT that was told last.
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    private final LongAdder signed = new LongAdder();

    void add(String token) {
        tokens.add(token);
    }

    /// Without end once there is one.
    int stock() {
        return tokens.isEmpty() ? 0 : Integer.MAX_VALUE;
    }

    String next() {
        return tokens.get(Math.floorMod(turn.getAndIncrement(), tokens.size()));
    }

    /// Takes down the JWT that the answer for a token held.
    void told(String token, String jwt) {
        var hash = Integer.valueOf(jwt.hashCode());
        if (!hash.equals(told.put(token, hash))) {
            signed.increment();
        }
    }

    /// How many JWTs were signed for an answer so far, instead of told once more.
    long signed() {
        return signed.sum();
    }
}
