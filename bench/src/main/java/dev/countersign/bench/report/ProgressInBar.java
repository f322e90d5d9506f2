package dev.countersign.bench.report;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// For people.
final class ProgressInBar implements Progress {

    private static final int REFRESH_MILLIS = 500;

    private final ProgressBar bar;
    private boolean begun;

    ProgressInBar(int steps) {
        bar = new ProgressBarBuilder()
                .setTaskName("bench")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .build();
    }

    @Override
    public void begin(String step) {
        if (begun) {
            bar.step();
        }
        begun = true;
        bar.setExtraMessage(step);
    }

    @Override
    public void close() {
        if (begun) {
            bar.step();
        }
        bar.close();
    }
}
