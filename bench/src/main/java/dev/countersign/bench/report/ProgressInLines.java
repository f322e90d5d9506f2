package dev.countersign.bench.report;

/// For logs.
final class ProgressInLines implements Progress {

    private final int steps;
    private int begun;

    ProgressInLines(int steps) {
        this.steps = steps;
    }

    @Override
    public void begin(String step) {
        System.err.printf("%d/%d %s%n", ++begun, steps, step);
    }

    @Override
    public void close() {
        // Each line is there as soon as it is printed.
    }
}
