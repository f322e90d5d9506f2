package dev.countersign.bench.process;

import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import javax.sql.DataSource;

/// The processes that take part, and what each of them has used so far.
public final class Machine {

    private static final int LOOKS = 50;
    private static final long LOOK_MILLIS = 100;

    /// An idle service uses less in `LOOK_MILLIS`.
    private static final long QUIET_NANOS = 20_000_000;

    private final long postmaster;
    private final long service;
    private final OptionalLong gateway;

    /// @param database any one on the server
    public Machine(DataSource database, long service, OptionalLong gateway) {
        this.postmaster = ProcStat.parent(backend(database));
        this.service = service;
        this.gateway = gateway;
    }

    private static long backend(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not tell its process.", e);
        }
    }

    public Cpu cpu() {
        return new Cpu(
                ProcStat.cpu(ProcessHandle.current().pid()),
                ProcStat.cpu(service),
                gateway.isPresent() ? ProcStat.cpu(gateway.getAsLong()) : 0,
                ProcStat.cpu(postmaster) + ProcStat.endedChildrenCpu(postmaster) + sumOfBackends(ProcStat::cpu));
    }

    /// Waits until nobody works but us, or for a few seconds.
    public void awaitQuiet() {
        var last = cpu();
        for (var look = 0; look < LOOKS; look++) {
            pause();
            var now = cpu();
            if (now.minus(last).served() < QUIET_NANOS) {
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

    private long sumOfBackends(LongUnaryOperator figure) {
        return ProcessHandle.of(postmaster).stream()
                .flatMap(ProcessHandle::children)
                .mapToLong(backend -> figure.applyAsLong(backend.pid()))
                .sum();
    }
}
