package dev.countersign.bench;

import dev.countersign.bench.driver.ServiceTarget;
import dev.countersign.bench.load.ClosedLoop;
import dev.countersign.bench.load.OpenLoop;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Supply;
import dev.countersign.bench.load.Target;
import dev.countersign.bench.process.Machine;
import dev.countersign.bench.report.Load;
import dev.countersign.bench.report.Round;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Measures single rounds. Each begins when the machine is quiet and enough phones are ready.
final class Rounds {

    /// A round may be so much faster than the fastest before it.
    private static final double RESERVE = 1.3;

    /// The share of the machine that other programs may take.
    private static final double DISTURBED = 0.1;

    private final Machine machine;
    private final ViewLag viewLag;
    private final Plan plan;
    private final Map<String, Double> fastest = new HashMap<>();

    Rounds(Machine machine, ViewLag viewLag, Plan plan) {
        this.machine = machine;
        this.viewLag = viewLag;
        this.plan = plan;
    }

    /// Carries out an operation so many times, and learns how fast that is.
    void warmUp(Target target, Operation operation, int times, int callers) {
        Supply.ensure(target, operation, times);
        var run = ClosedLoop.times(times, callers, target, operation);
        require(run, target, operation);
        target.settle();
        learn(target, operation, run);
    }

    private static void require(ClosedLoop.Run run, Target target, Operation operation) {
        var failure = run.tally().firstFailure();
        if (failure != null) {
            throw new IllegalStateException(target.name() + ": " + operation.title() + " failed", failure);
        }
    }

    private void learn(Target target, Operation operation, ClosedLoop.Run run) {
        fastest.merge(key(target, operation), run.perSecond(), Math::max);
    }

    private static String key(Target target, Operation operation) {
        return target.name() + " " + operation;
    }

    Round measure(int number, Target target, Operation operation, Load load) {
        var round = measureOnce(number, target, operation, load);
        for (var again = 0; again < plan.repeats() && round.othersShare() > DISTURBED; again++) {
            round = measureOnce(number, target, operation, load);
        }
        return round;
    }

    private Round measureOnce(int number, Target target, Operation operation, Load load) {
        supply(target, operation, plan.leadIn().plus(plan.length()));
        machine.awaitQuiet();
        leadIn(target, operation, load);
        var before = machine.cpu();
        var signed = target.signed();
        var run = watched(target, operation, load);
        signed = target.signed() - signed;
        var answered = System.nanoTime();
        target.settle();
        var lag = Duration.ofNanos(System.nanoTime() - answered);
        var cpu = machine.cpu().minus(before);
        learn(target, operation, run);
        return new Round(number, operation, load, target.name(), run, signed, lag, cpu);
    }

    private void leadIn(Target target, Operation operation, Load load) {
        if (plan.leadIn().isPositive()) {
            var run = run(plan.leadIn(), target, operation, load);
            require(run, target, operation);
            learn(target, operation, run);
            supply(target, operation, plan.length());
        }
    }

    /// Sees to it that a round of that time does not run out of phones.
    private void supply(Target target, Operation operation, Duration time) {
        var peak = fastest.getOrDefault(key(target, operation), 0.0);
        Supply.ensure(target, operation, (int) (peak * RESERVE * time.toMillis() / 1e3) + 1);
    }

    private ClosedLoop.Run watched(Target target, Operation operation, Load load) {
        if (!(target instanceof ServiceTarget)) {
            return run(plan.length(), target, operation, load);
        }
        viewLag.begin(load);
        try {
            return run(plan.length(), target, operation, load);
        } finally {
            viewLag.end();
        }
    }

    private static ClosedLoop.Run run(Duration length, Target target, Operation operation, Load load) {
        return switch (load) {
            case Load.Callers(var count) -> ClosedLoop.during(length, count, target, operation);
            case Load.Rate(var _, var perSecond) -> OpenLoop.during(length, perSecond, target, operation);
        };
    }
}
