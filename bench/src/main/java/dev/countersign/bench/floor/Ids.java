package dev.countersign.bench.floor;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Ids in the form of the service's, without its care for unpredictability.
final class Ids {

    private Ids() {}

    static String random(String prefix) {
        var random = ThreadLocalRandom.current();
        return prefix + uuid(random.nextLong(), 4, random.nextLong());
    }

    static String timeOrdered() {
        return timeOrderedUuid().toString();
    }

    static UUID timeOrderedUuid() {
        var random = ThreadLocalRandom.current();
        return uuid(System.currentTimeMillis() << 16 | random.nextInt(1 << 12), 7, random.nextLong());
    }

    private static UUID uuid(long high, int version, long low) {
        return new UUID(high & ~0xF000L | (long) version << 12, low & ~(3L << 62) | 2L << 62);
    }
}
