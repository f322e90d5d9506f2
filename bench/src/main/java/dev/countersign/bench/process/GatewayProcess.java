package dev.countersign.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The gateway in a JVM of its own, known by nothing but its main class and its environment.
public final class GatewayProcess implements AutoCloseable {

    private static final String MAIN = "dev.countersign.gateway.Main";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

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
        var port = freePort();
        var process = ChildJvm.start(
                options,
                Tethered.class,
                List.of(MAIN),
                Map.of(
                        "COUNTERSIGN_SERVICE_ADDRESS", "127.0.0.1:" + servicePort,
                        "COUNTERSIGN_HTTP_PORT", Integer.toString(port)),
                Redirect.DISCARD);
        var gateway = new GatewayProcess(process, port);
        gateway.awaitListening();
        return gateway;
    }

    private void awaitListening() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("The gateway did not start.");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                close();
                throw new IllegalStateException("Interrupted while the gateway was starting.", e);
            }
        }
    }

    private boolean isListening() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port.", e);
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
