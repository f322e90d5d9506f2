package dev.countersign.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The outcome of a run.
///
/// @param conditions under which it was measured, in words
/// @param failures what went wrong; a run in which anything did is void
public record Results(Map<String, String> conditions, List<Line> lines, Memory memory, List<String> failures) {

    /// The service's memory at the end of its closed loops, in bytes.
    ///
    /// @param heap in use after a garbage collection
    /// @param resident of the whole process
    public record Memory(long heap, long resident) {}

    /// @param targets their names, in the order of the lines
    public static Results of(Map<String, String> conditions, List<Round> rounds, List<String> targets, Memory memory) {
        var failures = new ArrayList<String>();
        for (var round : rounds) {
            var tally = round.run().tally();
            if (tally.failures() > 0) {
                failures.add("%s, %s, %s: %d calls failed, the first with %s"
                        .formatted(
                                round.target(),
                                round.operation().title(),
                                round.load(),
                                tally.failures(),
                                tally.firstFailure()));
            }
        }
        return new Results(conditions, Line.of(rounds, targets), memory, failures);
    }

    public boolean isVoid() {
        return !failures.isEmpty();
    }
}
