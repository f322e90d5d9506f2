package dev.countersign.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What an earlier server has left in a cluster: processes that are still at work, and its `postmaster.pid`.
///
/// PostgreSQL itself looks only whether *some* process has the number in that file, and would refuse to start when the
/// number is in use again, as is common after a restart of the machine or in a container. So the processes are found
/// by the folder that they work in.
final class Leftover {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Leftover() {}

    /// Waits for the processes to end, and removes the file.
    static void clear(Cluster cluster) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (var alive = processesIn(cluster.folder()); !alive.isEmpty(); alive = processesIn(cluster.folder())) {
            awaitEnd(alive.getFirst(), Duration.ofNanos(deadline - System.nanoTime()), cluster.folder());
        }
        try {
            Files.deleteIfExists(cluster.postmasterPid());
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot write to the data folder " + cluster.folder(), e);
        }
    }

    /// The processes of a server all work in the folder of its cluster.
    private static List<ProcessHandle> processesIn(Path cluster) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(cluster, process))
                .toList();
    }

    private static boolean worksIn(Path cluster, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(cluster.toRealPath());
        } catch (IOException _) {
            return false; // it has just ended, or belongs to somebody else
        }
    }

    private static void awaitEnd(ProcessHandle process, Duration patience, Path cluster) {
        try {
            var _ = process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EmbeddedPostgresException(
                    "An earlier PostgreSQL (process " + process.pid() + ") does not leave " + cluster, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for an earlier PostgreSQL", e);
        } catch (ExecutionException e) {
            throw new EmbeddedPostgresException("Cannot wait for an earlier PostgreSQL: " + e.getMessage(), e);
        }
    }
}
