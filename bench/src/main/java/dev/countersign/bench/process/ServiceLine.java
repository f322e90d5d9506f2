package dev.countersign.bench.process;

/// The words with which lines begin that the service's process and the load generator exchange.
final class ServiceLine {

    /// From the service: `ready PORT CREDENTIALS AUDITOR`.
    static final String READY = "ready";

    /// From the service: `sms NUMBER CODE`.
    static final String SMS = "sms";

    /// To the service, and back as `heap BYTES`: what is in use after a garbage collection.
    static final String HEAP = "heap";

    /// To the service, and back when it runs: begin a flight recording.
    static final String RECORD = "record";

    /// To the service as `dump FILE`, and back when it is written: end the flight recording.
    static final String DUMP = "dump";

    private ServiceLine() {}
}
