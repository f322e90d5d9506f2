package dev.countersign.bench.report;

import java.util.List;
import java.util.Locale;

/// Results as text that is also Markdown.
public final class Table {

    private static final String HEAD = """
            | operation | load | target | ops/s | of floor | of best floor | of gRPC | p50 ms | p99 ms | p99.9 ms \
            | CPU/op us: service | gateway | PostgreSQL | generator | messages late ms | signed % | others % |
            | --- | --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
            """;

    private Table() {}

    public static String of(Results results) {
        var text = new StringBuilder();
        results.conditions().forEach((name, value) -> text.append("- %s: %s%n".formatted(name, value)));
        text.append("- service after its last round: heap %d MiB, resident %d MiB%n%n"
                .formatted(results.memory().heap() >> 20, results.memory().resident() >> 20));
        text.append(HEAD);
        results.lines().forEach(line -> text.append(row(line)));
        results.failures().forEach(failure -> text.append("%nVOID: %s".formatted(failure)));
        return text.toString();
    }

    private static String row(Line line) {
        var cells = List.of(
                line.operation().title(),
                line.load().toString(),
                line.target(),
                number(0, line.perSecond()),
                ratio(line, "floor"),
                ratio(line, "best floor"),
                line.target().equals("gateway") ? ratio(line, "gRPC") : "",
                number(1, line.p50Millis()),
                number(1, line.p99Millis()),
                number(1, line.p999Millis()),
                number(0, line.cpuMicros().service()),
                number(0, line.cpuMicros().gateway()),
                number(0, line.cpuMicros().postgres()),
                number(0, line.cpuMicros().generator()),
                number(0, line.lagMillis()),
                line.signedShare() == 0 ? "" : number(1, line.signedShare() * 100),
                number(0, line.othersShare() * 100));
        return "| " + String.join(" | ", cells) + " |" + System.lineSeparator();
    }

    private static String ratio(Line line, String other) {
        var ratio = line.ratios().get(other);
        return ratio == null ? "" : number(2, ratio);
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
