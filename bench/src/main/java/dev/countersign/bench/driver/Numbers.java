package dev.countersign.bench.driver;

import java.util.concurrent.atomic.AtomicInteger;

/// Phone numbers in assigned ranges of North America, each given once. No message goes to any of them: the service
/// under test has a carrier of our own.
public final class Numbers {

    private static final int[] AREAS = {202, 212, 213, 305, 312, 404, 415, 512, 602, 617, 702, 713, 718, 720, 808, 917};
    private static final int FIRST_EXCHANGE = 220;
    private static final int EXCHANGES = 180;
    private static final int LINES = 10_000;

    private final AtomicInteger next = new AtomicInteger();

    /// The next one, in E.164 form; neighbours differ in the area.
    ///
    /// @throws IllegalStateException after 28.8 million
    public String next() {
        var index = next.getAndIncrement();
        var area = AREAS[index % AREAS.length];
        var rest = index / AREAS.length;
        var exchange = FIRST_EXCHANGE + rest % EXCHANGES;
        var line = rest / EXCHANGES;
        if (line >= LINES) {
            throw new IllegalStateException("There are no numbers left.");
        }
        return "+1%d%d%04d".formatted(area, exchange, line);
    }
}
