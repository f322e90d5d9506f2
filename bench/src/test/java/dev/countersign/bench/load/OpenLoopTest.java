package dev.countersign.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    @Test
    void aStallShowsInEveryCallThatWasDueMeanwhile() {
        var stall = Duration.ofMillis(200);
        var target = new Scripted(Integer.MAX_VALUE, 0, stall);

        var run = OpenLoop.during(Duration.ofMillis(400), 500, target, Operation.NEW);

        assertThat(run.tally().successes()).isEqualTo(200);
        // Half of the calls were due during the stall, and waited 100 ms on average.
        assertThat(run.tally().latencies().getMaxValue()).isGreaterThanOrEqualTo(stall.toNanos());
        assertThat(run.tally().latencies().getValueAtPercentile(75))
                .isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
    }
}
