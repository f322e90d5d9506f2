package dev.countersign.bench.load;

/// Brings phones to the state in which an operation finds them.
public final class Supply {

    private static final int CALLERS = 32;

    private Supply() {}

    /// Makes sure that at least so many phones are ready.
    ///
    /// @throws IllegalStateException if any call on the way there fails
    public static void ensure(Target target, Operation operation, int times) {
        for (var missing = times - target.stock(operation); missing > 0; missing = times - target.stock(operation)) {
            var before = operation.before().orElseThrow();
            ensure(target, before, missing);
            carryOut(target, before, missing);
        }
    }

    /// Carries out an operation, unmeasured.
    public static void carryOut(Target target, Operation operation, int times) {
        var tally = ClosedLoop.times(times, CALLERS, target, operation).tally();
        if (tally.failures() > 0) {
            throw new IllegalStateException(
                    "%s: %s failed %d times".formatted(target.name(), operation.title(), tally.failures()),
                    tally.firstFailure());
        }
        target.settle();
    }
}
