package dev.countersign.bench;

import dev.countersign.bench.driver.BareCalls;
import dev.countersign.bench.driver.GrpcLogins;
import dev.countersign.bench.driver.HttpLogins;
import dev.countersign.bench.driver.Phones;
import dev.countersign.bench.driver.ServiceTarget;
import dev.countersign.bench.driver.Tokens;
import dev.countersign.bench.floor.FloorTarget;
import dev.countersign.bench.floor.Specimens;
import dev.countersign.bench.floor.Writing;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Target;
import dev.countersign.bench.process.BareProcess;
import dev.countersign.bench.process.GatewayProcess;
import dev.countersign.bench.process.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is compared.
///
/// @param ways to the service
/// @param floors bare JDBC, and bare calls
record Targets(List<Target> ways, List<Target> floors) implements AutoCloseable {

    /// @param gateway null: it does not take part
    static Targets of(
            Databases databases,
            ServiceProcess service,
            BareProcess bare,
            @Nullable GatewayProcess gateway,
            Phones phones)
            throws Exception {
        var tokens = new Tokens();
        var ways = new ArrayList<Target>();
        ways.add(new ServiceTarget("gRPC", new GrpcLogins(service.port(), service.authorization()), phones, tokens));
        if (gateway != null) {
            ways.add(new ServiceTarget(
                    "gateway", new HttpLogins(gateway.port(), service.authorization()), phones, tokens));
        }
        var specimens = Specimens.of(ways.getFirst(), databases.source(Databases.SERVICE));
        var floors = new ArrayList<Target>();
        for (var writing : Writing.values()) {
            floors.add(new FloorTarget(writing, databases.create(writing.name()), specimens));
        }
        floors.add(new BareCalls(bare.port(), tokens));
        return new Targets(ways, floors);
    }

    /// Those that know an operation.
    List<Target> of(Operation operation) {
        return all().stream().filter(target -> target.offers(operation)).toList();
    }

    List<Target> all() {
        var all = new ArrayList<>(floors);
        all.addAll(ways);
        return all;
    }

    List<String> names() {
        return all().stream().map(Target::name).distinct().toList();
    }

    @Override
    public void close() {
        all().forEach(Target::close);
    }
}
