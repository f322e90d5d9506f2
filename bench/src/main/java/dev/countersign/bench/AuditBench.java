package dev.countersign.bench;

import dev.countersign.bench.audit.AuditRun;
import dev.countersign.bench.report.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The audit trail searched and counted: a service on a database that was filled with a month of logins.
final class AuditBench {

    private AuditBench() {}

    /// True if all was fast enough.
    ///
    /// @param folder where the filled database is kept, and is there if it was; null: nowhere
    /// @param times how often each is measured; 0: it is only filled
    static boolean run(int events, int times, @Nullable Path folder) throws Exception {
        try (var databases = folder == null ? new Databases() : new Databases(folder);
                var progress = Progress.of(AuditRun.steps(events))) {
            var url = databases.createOnce(Databases.SERVICE);
            var run = new AuditRun(databases.source(Databases.SERVICE), url, progress);
            run.fill(events);
            try {
                return times == 0 || run.measure(times);
            } finally {
                System.out.println(run.text());
            }
        }
    }
}
