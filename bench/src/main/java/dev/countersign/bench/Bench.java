package dev.countersign.bench;

import dev.countersign.bench.driver.Phones;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Target;
import dev.countersign.bench.process.BareProcess;
import dev.countersign.bench.process.GatewayProcess;
import dev.countersign.bench.process.Machine;
import dev.countersign.bench.process.ServiceProcess;
import dev.countersign.bench.report.Line;
import dev.countersign.bench.report.Load;
import dev.countersign.bench.report.Progress;
import dev.countersign.bench.report.Results;
import dev.countersign.bench.report.Results.Memory;
import dev.countersign.bench.report.Round;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One run: everything is started, the targets take turns, everything is ended.
final class Bench {

    private static final int WARMING_CALLERS = 64;

    private final Plan plan;
    private final Targets targets;
    private final Rounds rounds;
    private final Progress progress;
    private final List<Round> measured = new ArrayList<>();

    private Bench(Plan plan, Targets targets, Rounds rounds, Progress progress) {
        this.plan = plan;
        this.targets = targets;
        this.rounds = rounds;
        this.progress = progress;
    }

    static Results run(Plan plan) throws Exception {
        var phones = new Phones();
        try (var databases = new Databases();
                var service = ServiceProcess.start(
                        plan.jvmOptions(), plan.settings(), databases.create(Databases.SERVICE), phones::receive);
                var bare = BareProcess.start(plan.jvmOptions(), databases.url(Databases.SERVICE));
                var gateway = plan.gateway() ? GatewayProcess.start(plan.jvmOptions(), service.port()) : null;
                var targets = Targets.of(databases, service, bare, gateway, phones);
                var viewLag = new ViewLag(databases.source(Databases.SERVICE));
                var progress = Progress.of(steps(plan, targets))) {
            var machine = new Machine(
                    databases.source(Databases.SERVICE),
                    service.pid(),
                    bare.pid(),
                    gateway == null ? OptionalLong.empty() : OptionalLong.of(gateway.pid()),
                    plan.patience());
            var bench = new Bench(plan, targets, new Rounds(machine, viewLag, plan), progress);
            bench.warmUp();
            databases.tidy();
            if (plan.profile().isPresent()) {
                service.record();
            }
            bench.closedLoops();
            plan.profile().ifPresent(service::dump);
            var resident = machine.serviceResidentBytes();
            var memory = new Memory(service.heapInUse(), resident);
            bench.openLoops();
            var conditions = new LinkedHashMap<>(Conditions.of(plan, databases));
            conditions.putAll(viewLag.told());
            return Results.of(conditions, bench.measured, targets.names(), memory);
        }
    }

    private static int steps(Plan plan, Targets targets) {
        var operations = plan.operations();
        var warmUp = warmed(plan).stream()
                .mapToInt(operation -> targets.of(operation).size())
                .sum();
        var closed = plan.rounds()
                * plan.callers().size()
                * operations.stream()
                        .mapToInt(operation -> targets.of(operation).size())
                        .sum();
        var open = plan.shareOfPeak() == 0
                ? 0
                : plan.rounds() * operations.size() * targets.ways().size();
        return warmUp + closed + open;
    }

    /// Everything that logs in, whatever is measured: it makes what the rest needs.
    private static List<Operation> warmed(Plan plan) {
        var sessions = plan.operations().stream().anyMatch(Operation::isCheck)
                ? Stream.of(Operation.SESSION)
                : Stream.<Operation>empty();
        return Stream.of(Operation.LOGINS.stream(), sessions, plan.operations().stream())
                .flatMap(operations -> operations)
                .distinct()
                .sorted()
                .toList();
    }

    private void warmUp() {
        for (var operation : warmed(plan)) {
            // Floors read what the ways to the service have made.
            var order = operation.isCheck() ? targets.of(operation).reversed() : targets.of(operation);
            for (var target : order) {
                progress.begin("warm-up: " + target.name() + ", " + operation.title());
                rounds.warmUp(target, operation, plan.warmUp(), WARMING_CALLERS);
            }
        }
    }

    private void closedLoops() {
        for (var number = 1; number <= plan.rounds(); number++) {
            for (var callers : plan.callers()) {
                for (var operation : plan.operations()) {
                    measure(number, shuffled(targets.of(operation)), operation, new Load.Callers(callers));
                }
            }
        }
    }

    private static List<Target> shuffled(List<Target> targets) {
        var order = new ArrayList<>(targets);
        Collections.shuffle(order);
        return order;
    }

    private void openLoops() {
        if (plan.shareOfPeak() == 0) {
            return;
        }
        for (var number = 1; number <= plan.rounds(); number++) {
            for (var operation : plan.operations()) {
                for (var way : shuffled(targets.ways())) {
                    measure(number, List.of(way), operation, rate(way, operation));
                }
            }
        }
    }

    /// Of the highest median that any number of callers reached.
    private Load rate(Target target, Operation operation) {
        var peak = Line.of(measured, targets.names()).stream()
                .filter(line -> line.operation() == operation && line.target().equals(target.name()))
                .filter(line -> line.load() instanceof Load.Callers)
                .mapToDouble(Line::perSecond)
                .max()
                .orElseThrow();
        return new Load.Rate("%.0f %% of peak".formatted(plan.shareOfPeak() * 100), peak * plan.shareOfPeak());
    }

    private void measure(int number, List<Target> order, Operation operation, Load load) {
        for (var target : order) {
            progress.begin("round %d: %s, %s, %s".formatted(number, operation.title(), load, target.name()));
            measured.add(rounds.measure(number, target, operation, load));
        }
    }
}
