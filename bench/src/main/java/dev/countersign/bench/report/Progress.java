package dev.countersign.bench.report;

/// Shows on standard error how far a run is.
public interface Progress extends AutoCloseable {

    /// A bar on a terminal, else a line for each step.
    static Progress of(int steps) {
        var console = System.console();
        return console != null && console.isTerminal() ? new ProgressInBar(steps) : new ProgressInLines(steps);
    }

    /// The next step begins.
    void begin(String step);

    @Override
    void close();
}
