package dev.countersign.metrics;

import dev.countersign.rpc.CallMetrics;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All meters of a process.
///
/// `countersign_calls_seconds` by method and gRPC code, `countersign_messages_seconds` by carrier and outcome,
/// `countersign_watchers`, `countersign_checkpoint_pushed_seconds`, `countersign_checkpoints_refused_total`, the
/// connection pools (`hikaricp_*`), memory, garbage collection, threads and processors
/// (`jvm_*`, `process_*`).
public final class Meters implements CallMetrics, AutoCloseable {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<Call, Timer> calls = new ConcurrentHashMap<>();

    private record Call(String method, Status.Code code) {}

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /// Where parts with meters of their own register them.
    public MeterRegistry registry() {
        return registry;
    }

    @Override
    public void ended(String method, Status.Code code, Duration took) {
        calls.computeIfAbsent(
                        new Call(method, code),
                        call -> timer("countersign.calls", "How long calls took.")
                                .tag("method", call.method())
                                .tag("code", call.code().name())
                                .register(registry))
                .record(took);
    }

    void sent(String carrier, String outcome, Duration took) {
        timer("countersign.messages", "How long carriers took for a message.")
                .tag("carrier", carrier)
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }

    /// Everything, in the text format of Prometheus 0.0.4.
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
