package dev.countersign.bench.process;

import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import javax.sql.DataSource;

/// The processes that take part, what each of them has used so far, and what everything else has.
public final class Machine {

    private static final long LOOK_MILLIS = 200;

    /// What may be used in `LOOK_MILLIS` on a quiet machine.
    private static final long QUIET_NANOS = 40_000_000;

    private final long postmaster;
    private final long service;
    private final long bare;
    private final OptionalLong gateway;
    private final Duration patience;

    /// @param database any one on the server
    /// @param bare the floor of checks, which counts as the service: only one of them works at a time
    /// @param patience how long to wait for a quiet machine
    public Machine(DataSource database, long service, long bare, OptionalLong gateway, Duration patience) {
        this.postmaster = postmaster(database);
        this.service = service;
        this.bare = bare;
        this.gateway = gateway;
        this.patience = patience;
    }

    private static long postmaster(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcStat.parent(row.getLong(1));
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not tell its process.", e);
        }
    }

    public Cpu cpu() {
        var generator = ProcStat.cpu(ProcessHandle.current().pid());
        var served = ProcStat.cpu(service) + ProcStat.cpu(bare);
        var translated = gateway.isPresent() ? ProcStat.cpu(gateway.getAsLong()) : 0;
        var stored = ProcStat.cpu(postmaster) + ProcStat.endedChildrenCpu(postmaster) + sumOfBackends(ProcStat::cpu);
        var others = ProcStat.busy() - generator - served - translated - stored;
        return new Cpu(generator, served, translated, stored, others);
    }

    private long sumOfBackends(LongUnaryOperator figure) {
        return ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::children)
                .mapToLong(backend -> figure.applyAsLong(backend.pid()))
                .sum();
    }

    /// Waits until nobody works but us, as long as patience lasts.
    public void awaitQuiet() {
        var deadline = System.nanoTime() + patience.toNanos();
        var last = cpu();
        while (System.nanoTime() < deadline) {
            pause();
            var now = cpu();
            var used = now.minus(last);
            if (used.served() + used.others() < QUIET_NANOS) {
                return;
            }
            last = now;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while waiting for quiet.", e);
        }
    }

    /// The memory of the service, in bytes.
    public long serviceResidentBytes() {
        return ProcStat.residentBytes(service);
    }
}
