package dev.countersign.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What figures depend on, in words.
final class Conditions {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Conditions() {}

    static Map<String, String> of(Plan plan, Databases databases) throws SQLException, IOException {
        var conditions = new LinkedHashMap<String, String>();
        conditions.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, " + cpu()
                        + "; load generator, service and database share them");
        conditions.put("database", databases.version() + ", " + new TreeMap<>(Databases.SETTINGS));
        conditions.put("runtime", "JDK " + Runtime.version() + ", service with 512 MiB heap " + plan.jvmOptions());
        conditions.put(
                "service",
                "settings " + new TreeMap<>(plan.settings()) + " and defaults; message dispatch and expiry running");
        conditions.put(
                "rounds",
                plan.rounds() + " of " + plan.length().toMillis() + " ms for each target, in turn, each after "
                        + plan.leadIn().toMillis() + " ms of the same, all after " + plan.warmUp()
                        + " of each operation as a warm-up");
        return conditions;
    }

    private static String cpu() throws IOException {
        try (var lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }
}
