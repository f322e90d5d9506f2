package dev.countersign.bench.report;

import dev.countersign.bench.load.ClosedLoop;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.process.Cpu;
import java.time.Duration;

/// One target carried out one operation for a few seconds.
///
/// @param number which of the interleaved rounds; targets are compared within it
/// @param signed how many of the answers needed a signature
/// @param lag from the last answer until the last message was delivered
/// @param cpu used from the first call until then
public record Round(
        int number,
        Operation operation,
        Load load,
        String target,
        ClosedLoop.Run run,
        long signed,
        Duration lag,
        Cpu cpu) {

    /// How much of the machine programs took that have nothing to do with the run.
    public double othersShare() {
        return cpu.others()
                / (double) ((run.nanos() + lag.toNanos()) * Runtime.getRuntime().availableProcessors());
    }

    public double signedShare() {
        return signed / (double) Math.max(1, run.tally().successes());
    }

    public double perSecond() {
        return run.perSecond();
    }
}
