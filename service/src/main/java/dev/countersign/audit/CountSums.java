package dev.countersign.audit;

import dev.countersign.rpc.Refusal;
import dev.countersign.v1.AuditSeries;
import dev.countersign.v1.ErrorReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds up what was counted, by step and by kind.
final class CountSums {
    private static final int SERIES = 50;
    private static final int MOST_NUMBERS = 2_000_000;

    private final int steps;
    private final Map<Kind, long[]> counts = new HashMap<>();

    CountSums(int steps) {
        this.steps = steps;
    }

    /// What is counted apart. What is not is empty, or 0.
    record Kind(String type, int outcome, String reason, String country, String provider) {
        static final Kind ALL = new Kind("", 0, "", "", "");

        private static final Comparator<Kind> ORDER = Comparator.comparing(Kind::type)
                .thenComparing(Kind::outcome)
                .thenComparing(Kind::reason)
                .thenComparing(Kind::country)
                .thenComparing(Kind::provider);
    }

    /// @throws Refusal `AUDIT_COUNT_TOO_LARGE`
    long[] of(Kind kind) {
        return counts.computeIfAbsent(kind, added -> {
            if ((counts.size() + 1L) * steps > MOST_NUMBERS) {
                throw Refusal.of(ErrorReason.ERROR_REASON_AUDIT_COUNT_TOO_LARGE);
            }
            return new long[steps];
        });
    }

    private record Sum(Kind kind, long[] counts, long total) {}

    /// The largest first, and the rest together.
    List<AuditSeries> series() {
        var sums = counts.entrySet().stream()
                .map(entry -> new Sum(
                        entry.getKey(),
                        entry.getValue(),
                        Arrays.stream(entry.getValue()).sum()))
                .filter(sum -> sum.total() != 0 || sum.kind().equals(Kind.ALL))
                .sorted(Comparator.comparingLong(Sum::total).reversed().thenComparing(Sum::kind, Kind.ORDER))
                .toList();
        var series = new ArrayList<AuditSeries>();
        for (var sum : sums.subList(0, Math.min(sums.size(), SERIES))) {
            series.add(told(sum.kind(), sum.counts()).build());
        }
        if (sums.size() > SERIES) {
            var rest = new long[steps];
            for (var sum : sums.subList(SERIES, sums.size())) {
                Arrays.setAll(rest, step -> rest[step] + sum.counts()[step]);
            }
            series.add(told(Kind.ALL, rest).setRest(true).build());
        }
        return series;
    }

    private static AuditSeries.Builder told(Kind kind, long[] counts) {
        return AuditSeries.newBuilder()
                .setType(kind.type())
                .setOutcomeValue(kind.outcome())
                .setReason(kind.reason())
                .setCountry(kind.country())
                .setProvider(kind.provider())
                .addAllCounts(Arrays.stream(counts).boxed().toList());
    }
}
