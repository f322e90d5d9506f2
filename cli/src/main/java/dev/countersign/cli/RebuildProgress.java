package dev.countersign.cli;

import dev.countersign.audit.AuditRebuild;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows on standard error how far a rebuild is: a bar on a terminal, else a line for each tenth and each step.
interface RebuildProgress extends AuditRebuild.Progress, AutoCloseable {

    static RebuildProgress of(String projection) {
        var console = System.console();
        return console != null && console.isTerminal() ? new Bar(projection) : new Lines();
    }

    @Override
    void close();

    /// For people.
    final class Bar implements RebuildProgress {
        private static final int REFRESH_MILLIS = 200;

        private final ProgressBar bar;

        private Bar(String projection) {
            bar = new ProgressBarBuilder()
                    .setTaskName(projection)
                    .setInitialMax(0)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .showSpeed()
                    .build();
        }

        @Override
        public void read(long entries, long ahead) {
            bar.maxHint(entries + ahead);
            bar.stepTo(entries);
        }

        @Override
        public void begin(String step) {
            bar.setExtraMessage(step);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /// For logs.
    final class Lines implements RebuildProgress {
        private static final int PARTS = 10;

        private long told = -1;

        @Override
        public void read(long entries, long ahead) {
            var part = entries + ahead == 0 ? PARTS : PARTS * entries / (entries + ahead);
            if (part > told) {
                told = part;
                System.err.printf("%d of %d entries%n", entries, entries + ahead);
            }
        }

        @Override
        public void begin(String step) {
            System.err.println(step);
        }

        @Override
        public void close() {
            // Each line is there as soon as it is printed.
        }
    }
}
