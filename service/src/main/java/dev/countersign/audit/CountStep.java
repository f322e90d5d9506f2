package dev.countersign.audit;

import java.time.Instant;

/// How finely entries are counted.
enum CountStep {
    MINUTE(60, 60),
    HOUR(3_600, 24);

    private final int seconds;
    private final int counts;

    CountStep(int seconds, int counts) {
        this.seconds = seconds;
        this.counts = counts;
    }

    /// That what is asked for is made of.
    static CountStep of(int seconds) {
        return seconds % HOUR.seconds == 0 ? HOUR : MINUTE;
    }

    int seconds() {
        return seconds;
    }

    /// How many stand in one row.
    int counts() {
        return counts;
    }

    /// Of the row that counts a moment.
    Instant beginning(Instant at) {
        return floor(at, (long) seconds * counts);
    }

    /// Of the step that a moment is in.
    Instant floor(Instant at) {
        return floor(at, seconds);
    }

    private static Instant floor(Instant at, long length) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), length) * length);
    }

    /// Where it is counted in the row.
    int index(Instant beginning, Instant at) {
        return (int) ((at.getEpochSecond() - beginning.getEpochSecond()) / seconds);
    }
}
