package dev.countersign.bench.report;

import dev.countersign.bench.load.Operation;
import dev.countersign.bench.process.Cpu;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/// All rounds of one target, operation and load, in figures: medians over the rounds, latencies over all calls.
///
/// @param ratios throughput in relation to the other targets in the same round
/// @param signedShare of the answers, for which something had to be signed
/// @param othersShare of the machine, that programs took which have nothing to do with the run
/// @param cpuMicros CPU time per call
public record Line(
        Operation operation,
        Load load,
        String target,
        long calls,
        long failures,
        double perSecond,
        Map<String, Double> ratios,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        CpuMicros cpuMicros,
        double lagMillis,
        double signedShare,
        double othersShare) {

    public record CpuMicros(double generator, double service, double gateway, double postgres) {}

    private record Key(Operation operation, Load load, String target) {}

    /// A line for each operation, load and target; operations and loads in the order in which they were measured.
    ///
    /// @param targets their names, in the order of the lines
    public static List<Line> of(List<Round> rounds, List<String> targets) {
        var groups = rounds.stream()
                .collect(Collectors.groupingBy(
                        round -> new Key(round.operation(), round.load(), round.target()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        var loads = groups.keySet().stream().map(Key::load).distinct().toList();
        return groups.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Key, ?> group) -> group.getKey().operation())
                        .thenComparing(group -> loads.indexOf(group.getKey().load()))
                        .thenComparing(group -> targets.indexOf(group.getKey().target())))
                .map(group -> line(group.getValue(), rounds))
                .toList();
    }

    private static Line line(List<Round> own, List<Round> all) {
        var first = own.getFirst();
        var latencies = new Histogram(3);
        own.forEach(round -> latencies.add(round.run().tally().latencies()));
        return new Line(
                first.operation(),
                first.load(),
                first.target(),
                latencies.getTotalCount(),
                own.stream().mapToLong(round -> round.run().tally().failures()).sum(),
                median(own, Round::perSecond),
                ratios(own, all),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getValueAtPercentile(99.9) / 1e6,
                new CpuMicros(
                        perCall(own, Cpu::generator),
                        perCall(own, Cpu::service),
                        perCall(own, Cpu::gateway),
                        perCall(own, Cpu::postgres)),
                median(own, round -> round.lag().toNanos() / 1e6),
                median(own, Round::signedShare),
                median(own, Round::othersShare));
    }

    private static Map<String, Double> ratios(List<Round> own, List<Round> all) {
        var ratios = new TreeMap<String, List<Double>>();
        for (var round : own) {
            all.stream()
                    .filter(other -> other.number() == round.number()
                            && other.operation() == round.operation()
                            && other.load().equals(round.load())
                            && !other.target().equals(round.target()))
                    .forEach(other -> ratios.computeIfAbsent(other.target(), name -> new ArrayList<>())
                            .add(round.perSecond() / other.perSecond()));
        }
        return ratios.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> median(entry.getValue())));
    }

    private static double perCall(List<Round> own, ToDoubleFunction<Cpu> part) {
        return median(
                own,
                round -> part.applyAsDouble(round.cpu())
                        / 1e3
                        / Math.max(1, round.run().tally().successes()));
    }

    private static double median(List<Round> own, ToDoubleFunction<Round> figure) {
        return median(own.stream().mapToDouble(figure).boxed().toList());
    }

    static double median(List<Double> figures) {
        var sorted = figures.stream().sorted(Comparator.naturalOrder()).toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
