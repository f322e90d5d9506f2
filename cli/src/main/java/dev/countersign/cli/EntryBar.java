package dev.countersign.cli;

import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows on a terminal how many entries a command has dealt with; elsewhere nothing.
record EntryBar(Optional<ProgressBar> bar) implements LongConsumer, AutoCloseable {
    private static final int REFRESH_MILLIS = 200;

    static EntryBar of(String task, long entries) {
        var terminal = System.console();
        return terminal == null || !terminal.isTerminal()
                ? new EntryBar(Optional.empty())
                : new EntryBar(Optional.of(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(entries)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .showSpeed()
                        .build()));
    }

    @Override
    public void accept(long reached) {
        bar.ifPresent(shown -> shown.stepTo(reached));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
