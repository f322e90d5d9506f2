package dev.countersign.bench.driver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The tokens of live sessions, which take turns. The warm-up makes as many as it has calls: so many that each has its
/// turn about once a second, since what is made for a session within a second is made for one check.
public final class Tokens {

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

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
}
