package dev.countersign.audit;

import dev.countersign.rpc.Refusal;
import dev.countersign.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whole steps of time, but for the last one, which is shorter if they do not fill the range.
///
/// @param from at the beginning of an hour, or of a minute with steps of one
/// @param before the end of one
record CountRange(Instant from, Instant before, int stepSeconds, int steps) {
    private static final int MOST_STEPS = 2_000;
    private static final Duration LONGEST_STEP = Duration.ofDays(31);
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /// Widens what was asked for.
    ///
    /// @throws Refusal `AUDIT_COUNT_RANGE_INVALID`
    static CountRange of(Optional<Instant> from, Optional<Instant> before, int stepSeconds) {
        if (from.isEmpty() || before.isEmpty() || !isStep(stepSeconds)) {
            throw invalid();
        }
        if (!from.get().isBefore(before.get())
                || from.get().isBefore(FIRST)
                || before.get().isAfter(LAST)) {
            throw invalid();
        }
        var step = CountStep.of(stepSeconds);
        var first = step.floor(from.get());
        var end = step.floor(before.get());
        end = end.equals(before.get()) ? end : end.plusSeconds(step.seconds());
        var steps = Math.ceilDiv(Duration.between(first, end).toSeconds(), stepSeconds);
        if (steps > MOST_STEPS) {
            throw invalid();
        }
        return new CountRange(first, end, stepSeconds, (int) steps);
    }

    private static boolean isStep(int seconds) {
        return seconds == CountStep.MINUTE.seconds()
                || seconds > 0 && seconds % CountStep.HOUR.seconds() == 0 && seconds <= LONGEST_STEP.toSeconds();
    }

    private static RuntimeException invalid() {
        return Refusal.of(ErrorReason.ERROR_REASON_AUDIT_COUNT_RANGE_INVALID);
    }

    /// What it is counted by.
    CountStep finest() {
        return CountStep.of(stepSeconds);
    }

    /// Which step a moment is in; negative or `steps` or more: none.
    int index(Instant at) {
        return at.isBefore(before)
                ? (int) Math.floorDiv(at.getEpochSecond() - from.getEpochSecond(), stepSeconds)
                : steps;
    }
}
