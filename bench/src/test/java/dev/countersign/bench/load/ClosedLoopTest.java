package dev.countersign.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

    private static final int PLENTY = 1_000_000;

    @Test
    void callsExactlyAsOftenAsAsked() {
        var run = ClosedLoop.times(1_000, 8, new Scripted(PLENTY, 0, Duration.ZERO), Operation.NEW);

        assertThat(run.tally().successes()).isEqualTo(1_000);
        assertThat(run.tally().failures()).isZero();
    }

    @Test
    void countsFailuresApartAndKeepsTheFirst() {
        var run = ClosedLoop.times(1_000, 8, new Scripted(PLENTY, 10, Duration.ZERO), Operation.NEW);

        assertThat(run.tally().successes()).isEqualTo(900);
        assertThat(run.tally().failures()).isEqualTo(100);
        assertThat(run.tally().firstFailure()).hasMessage("as the script says");
    }

    @Test
    void endsWhenNoPhoneIsReadyAnyMore() {
        var run = ClosedLoop.during(Duration.ofMinutes(1), 8, new Scripted(500, 0, Duration.ZERO), Operation.KNOWN);

        assertThat(run.tally().successes()).isEqualTo(500);
        assertThat(run.nanos()).isLessThan(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void endsWhenTheTimeIsOver() {
        var target = new Scripted(Integer.MAX_VALUE, 0, Duration.ZERO);

        var run = ClosedLoop.during(Duration.ofMillis(50), 2, target, Operation.NEW);

        assertThat(run.nanos()).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
        assertThat(run.tally().successes()).isPositive();
    }
}
