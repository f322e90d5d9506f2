package dev.countersign.bench.load;

/// Runs as if they had been measured.
public final class Measured {

    private Measured() {}

    /// Calls that took 1, 2, ... ms, within one second.
    public static ClosedLoop.Run calls(int count) {
        var tally = new Tally();
        for (var call = 1; call <= count; call++) {
            tally.succeeded(call * 1_000_000L);
        }
        return new ClosedLoop.Run(tally, 1_000_000_000L);
    }
}
