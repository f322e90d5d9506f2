package dev.countersign.bench.search;

import org.HdrHistogram.Histogram;

/// How long the searches of one case took.
///
/// @param total of the last one; -1: not counted
record Searched(Case search, Histogram micros, int total) {

    private static final double MILLI = 1e3;

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / MILLI;
    }

    String line() {
        return "| %s | %s | %.1f | %.1f |"
                .formatted(search.name(), total < 0 ? "not counted" : "%,d".formatted(total), millis(50), millis(99));
    }
}
