package dev.countersign.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The floor of checks, in a JVM of its own.
public final class BareProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private BareProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it on the service's database and waits until it listens.
    ///
    /// @param options further ones of the JVM
    public static BareProcess start(List<String> options, String jdbcUrl) {
        var process = ChildJvm.start(options, BareServer.class, Map.of("database.url", jdbcUrl));
        try {
            var port = process.inputReader().readLine();
            if (port == null) {
                throw new IllegalStateException("The floor of checks did not start.");
            }
            return new BareProcess(process, Integer.parseInt(port));
        } catch (IOException e) {
            ChildJvm.end(process);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            ChildJvm.end(process);
            throw e;
        }
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }
}
