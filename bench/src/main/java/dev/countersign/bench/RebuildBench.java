package dev.countersign.bench;

import dev.countersign.bench.rebuild.RebuildRun;
import dev.countersign.bench.report.Progress;
import dev.countersign.keys.KeyRing;

/// Making the rows of the audit trail anew: on a database that was filled with logins.
final class RebuildBench {

    private RebuildBench() {}

    /// True if it was fast enough, and the result is what was there.
    static boolean run(int events, int writers) throws Exception {
        try (var databases = new Databases();
                var progress = Progress.of(RebuildRun.STEPS)) {
            databases.create(Databases.SERVICE);
            var run = new RebuildRun(KeyRing.generate(), databases.source(Databases.SERVICE), progress);
            run.fill(events);
            databases.tidy();
            run.take();
            databases.tidy();
            var outcome = run.rebuild(writers);
            System.out.println(run.text());
            return outcome;
        }
    }
}
