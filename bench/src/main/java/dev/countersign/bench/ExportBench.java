package dev.countersign.bench;

import dev.countersign.bench.exports.ExportRun;
import dev.countersign.bench.process.GatewayProcess;
import dev.countersign.bench.process.ServiceProcess;
import dev.countersign.bench.rebuild.History;
import dev.countersign.bench.rebuild.RebuildRun;
import dev.countersign.bench.rebuild.Spread;
import dev.countersign.bench.report.Progress;
import dev.countersign.keys.KeyRing;
import dev.countersign.project.ProjectId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Exports of the audit trail: a service, with a gateway before it, on a database that was filled with logins.
final class ExportBench {

    private ExportBench() {}

    /// True if every export was whole.
    static boolean run(int events) throws Exception {
        var keys = KeyRing.generate();
        try (var databases = new Databases();
                var progress = Progress.of(ExportRun.STEPS)) {
            var url = databases.create(Databases.SERVICE);
            var source = databases.source(Databases.SERVICE);
            progress.begin("events");
            var auditor = auditor(keys, url);
            new History(keys, source, Spread.narrow(project(auditor))).store(events, count -> {});
            databases.tidy();
            new RebuildRun(keys, source, progress).take();
            databases.tidy();
            try (var service = start(keys, url);
                    var gateway = GatewayProcess.start(List.of(), service.port());
                    var run = new ExportRun(service, gateway, auditor, progress)) {
                var isWhole = run.measure();
                System.out.println(run.text());
                return isWhole;
            }
        }
    }

    /// Of a project that is made for it.
    private static String auditor(KeyRing keys, String url) {
        try (var service = start(keys, url)) {
            return service.auditor();
        }
    }

    private static ServiceProcess start(KeyRing keys, String url) {
        return ServiceProcess.start(List.of(), Map.of("keys", keys.revealJson()), url, (number, code) -> {});
    }

    private static ProjectId project(String authorization) {
        var credentials = new String(
                Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
        return new ProjectId(credentials.substring(0, credentials.indexOf(':')));
    }
}
