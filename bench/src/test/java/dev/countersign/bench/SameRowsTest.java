package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bench.driver.Phones;
import dev.countersign.bench.floor.Writing;
import dev.countersign.bench.load.Operation;
import dev.countersign.bench.load.Supply;
import dev.countersign.bench.load.Target;
import dev.countersign.bench.process.BareProcess;
import dev.countersign.bench.process.ServiceProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameRowsTest {

    /// If this fails because the service writes other rows than it did, then `FloorRows` has to follow.
    @Test
    void aFloorWritesTheRowsThatTheServiceWrites() throws Exception {
        var phones = new Phones();
        try (var databases = new Databases();
                var process = ServiceProcess.start(
                        List.of(), Map.of(), databases.create(Databases.SERVICE), phones::receive);
                var bare = BareProcess.start(List.of(), databases.url(Databases.SERVICE));
                var targets = Targets.of(databases, process, bare, null, phones)) {
            var service = targets.ways().getFirst();
            var served = Trace.of(databases.source(Databases.SERVICE));
            var expected = new EnumMap<Operation, List<String>>(Operation.class);
            for (var operation : Operation.LOGINS) {
                expected.put(operation, rows(service, operation, served));
            }

            for (var writing : Writing.values()) {
                var floor = targets.floors().get(writing.ordinal());
                var written = Trace.of(databases.source(writing.name()));
                for (var operation : Operation.LOGINS) {
                    assertThat(rows(floor, operation, written))
                            .as(floor.name() + ", " + operation.title())
                            .isNotEmpty()
                            .containsExactlyInAnyOrderElementsOf(expected.get(operation));
                }
            }
        }
    }

    private static List<String> rows(Target target, Operation operation, Trace trace) throws Exception {
        Supply.ensure(target, operation, 1);
        trace.take();
        assertThat(target.once(operation)).isTrue();
        target.settle();
        return trace.take();
    }
}
