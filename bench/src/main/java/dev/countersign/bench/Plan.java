package dev.countersign.bench;

import dev.countersign.bench.load.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run measures.
///
/// @param callers how many there are in the closed loops, one loop after the other
/// @param rounds how often each target has its turn
/// @param leadIn how long a round goes on before it is measured
/// @param length of a round
/// @param warmUp how often each target carries out each operation before
/// @param shareOfPeak the rate of the open loops; 0: none
/// @param patience how long a round waits for a quiet machine
/// @param repeats how often a round may be measured again that other programs disturbed
/// @param gateway whether the gateway is a target too
/// @param settings of the service, by name
/// @param jvmOptions further ones of the service's JVM, and of the gateway's
/// @param profile where a flight recording of the service goes
public record Plan(
        List<Operation> operations,
        List<Integer> callers,
        int rounds,
        Duration leadIn,
        Duration length,
        int warmUp,
        double shareOfPeak,
        Duration patience,
        int repeats,
        boolean gateway,
        Map<String, String> settings,
        List<String> jvmOptions,
        Optional<Path> profile) {

    /// @throws IllegalArgumentException if there would be nothing to measure
    public Plan {
        require(!operations.isEmpty(), "there must be an operation");
        require(!callers.isEmpty() && callers.stream().allMatch(count -> count > 0), "callers must be at least 1");
        require(rounds > 0, "rounds must be at least 1");
        require(length.isPositive(), "a round must take some time");
        require(!leadIn.isNegative(), "the lead-in must not be negative");
        require(warmUp > 0, "the warm-up must be at least 1 operation");
        require(repeats >= 0, "repeats must not be negative");
        require(!patience.isNegative(), "patience must not be negative");
        require(shareOfPeak >= 0 && shareOfPeak <= 1, "the rate must be between 0 and 1");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
