package dev.countersign.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway, in a JVM of its own.
public final class GatewayProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it before a service and waits until it listens.
    ///
    /// @param options further ones of the JVM
    public static GatewayProcess start(List<String> options, int servicePort) {
        var process = ChildJvm.start(
                options, BenchedGateway.class, Map.of("http.port", "0", "service.address", "127.0.0.1:" + servicePort));
        var port = firstLine(process);
        if (port == null) {
            ChildJvm.end(process);
            throw new IllegalStateException("The gateway did not start.");
        }
        return new GatewayProcess(process, Integer.parseInt(port));
    }

    private static @Nullable String firstLine(Process process) {
        try {
            return process.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
