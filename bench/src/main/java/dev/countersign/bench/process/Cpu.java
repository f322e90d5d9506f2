package dev.countersign.bench.process;

/// CPU time by who used it, in nanoseconds.
public record Cpu(long generator, long service, long gateway, long postgres) {

    public static final Cpu NONE = new Cpu(0, 0, 0, 0);

    public long total() {
        return generator + service + gateway + postgres;
    }

    /// All without the load generator.
    public long served() {
        return service + gateway + postgres;
    }

    public Cpu minus(Cpu earlier) {
        return new Cpu(
                generator - earlier.generator,
                service - earlier.service,
                gateway - earlier.gateway,
                postgres - earlier.postgres);
    }
}
