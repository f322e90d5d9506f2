package dev.countersign.bench;

import dev.countersign.bench.process.ServiceProcess;
import dev.countersign.bench.report.Progress;
import dev.countersign.bench.search.SearchRun;
import dev.countersign.keys.KeyRing;
import java.util.List;
import java.util.Map;

/// The search for users: a service on a database that was filled with them.
final class SearchBench {

    private SearchBench() {}

    /// True if all went well.
    static boolean run(int users, int rounds) throws Exception {
        var keys = KeyRing.generate();
        try (var databases = new Databases();
                var service = ServiceProcess.start(
                        List.of(),
                        Map.of("keys", keys.revealJson()),
                        databases.create(Databases.SERVICE),
                        (number, code) -> {});
                var progress = Progress.of(SearchRun.steps(users))) {
            var run = new SearchRun(
                    keys, service.port(), service.authorization(), databases.source(Databases.SERVICE), progress);
            run.fill(users);
            databases.tidy();
            var fast = run.search(users, rounds);
            System.out.println(run.searches());
            var whole = run.page(users);
            System.out.println(run.paging());
            return fast && whole;
        }
    }
}
