package dev.countersign.gateway.console;

import dev.countersign.gateway.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often somebody may try to sign in in vain: so often within a minute, by address; of IPv6 by network.
/// Secrets cannot be guessed anyway, but the service need not hear of every try.
final class SignInLimit {
    static final int TRIES = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final InstantSource clock;
    private final Map<String, Tries> tries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Tries(int count, Instant since) {}

    SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts a try. Throws [Refusal] with `TOO_MANY_REQUESTS`.
    synchronized void take(String address) {
        var now = clock.instant();
        var network = network(address);
        var before = tries.get(network);
        if (before == null || !now.isBefore(before.since().plus(WINDOW))) {
            tries.remove(network);
            tries.put(network, new Tries(1, now));
        } else if (before.count() < TRIES) {
            tries.put(network, new Tries(before.count() + 1, before.since()));
        } else {
            throw Refusal.tooOften(Math.ceilDiv(
                    Duration.between(now, before.since().plus(WINDOW)).toMillis(), 1000));
        }
    }

    /// The last one was not in vain.
    synchronized void giveBack(String address) {
        tries.computeIfPresent(network(address), (_, one) -> new Tries(one.count() - 1, one.since()));
    }

    private static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
