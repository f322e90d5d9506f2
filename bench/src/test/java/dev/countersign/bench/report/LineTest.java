package dev.countersign.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.countersign.bench.load.Measured;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.process.Cpu;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final Load LOAD = new Load.Callers(32);
    private static final List<String> TARGETS = List.of("floor", "gRPC");

    /// Calls that take 1, 2, ... ms, within one second.
    private static Round round(int number, String target, int calls) {
        var cpu = new Cpu(0, calls * 100_000L, 0, calls * 200_000L, 0);
        return new Round(
                number, Operation.NEW, LOAD, target, Measured.calls(calls), calls / 10, Duration.ofMillis(number), cpu);
    }

    @Test
    void comparesTargetsWithinARoundAndTakesTheMedian() {
        // The machine is twice as fast in the second round, for everybody.
        var lines = Line.of(
                List.of(
                        round(1, "gRPC", 50),
                        round(1, "floor", 100),
                        round(2, "floor", 200),
                        round(2, "gRPC", 100),
                        round(3, "floor", 100),
                        round(3, "gRPC", 80)),
                TARGETS);

        assertThat(lines).extracting(Line::target).containsExactly("floor", "gRPC");
        assertThat(lines.getFirst().ratios().get("gRPC")).isEqualTo(2, within(1e-9));
        assertThat(lines.getLast().ratios().get("floor")).isEqualTo(0.5, within(1e-9));
        assertThat(lines.getLast().perSecond()).isEqualTo(80, within(1e-9));
        assertThat(lines.getLast().lagMillis()).isEqualTo(2, within(1e-9));
    }

    @Test
    void percentilesAreThoseOfAllCallsOfAllRounds() {
        var line = Line.of(List.of(round(1, "gRPC", 1_000), round(2, "gRPC", 1_000)), TARGETS)
                .getFirst();

        assertThat(line.calls()).isEqualTo(2_000);
        assertThat(line.p50Millis()).isEqualTo(500, within(1.0));
        assertThat(line.p99Millis()).isEqualTo(990, within(2.0));
        assertThat(line.p999Millis()).isEqualTo(999, within(2.0));
    }

    @Test
    void tellsWhatShareOfTheAnswersWasSigned() {
        var line = Line.of(List.of(round(1, "gRPC", 100), round(2, "gRPC", 200)), TARGETS)
                .getFirst();

        assertThat(line.signedShare()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void cpuTimeIsPerCall() {
        var line = Line.of(List.of(round(1, "gRPC", 10)), TARGETS).getFirst();

        assertThat(line.cpuMicros().service()).isEqualTo(100, within(1e-9));
        assertThat(line.cpuMicros().postgres()).isEqualTo(200, within(1e-9));
    }
}
