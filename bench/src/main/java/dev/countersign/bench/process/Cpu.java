package dev.countersign.bench.process;

/// CPU time by who used it, in nanoseconds.
///
/// @param others all that does not take part in the run
public record Cpu(long generator, long service, long gateway, long postgres, long others) {

    /// All that takes part, without the load generator.
    public long served() {
        return service + gateway + postgres;
    }

    public Cpu minus(Cpu earlier) {
        return new Cpu(
                generator - earlier.generator,
                service - earlier.service,
                gateway - earlier.gateway,
                postgres - earlier.postgres,
                others - earlier.others);
    }
}
