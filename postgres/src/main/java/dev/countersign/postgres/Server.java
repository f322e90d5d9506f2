package dev.countersign.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The running `postgres` process of one cluster.
///
/// Between this JVM and the server stands a shell that reads our pipe: its end, for whatever reason, makes the shell
/// ask the server for a fast shutdown. The server has a session of its own, so that Ctrl-C reaches it through us alone.
final class Server {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int ATTEMPTS = 5;

    /// The signal is repeated: a server that is just starting may not listen to it yet.
    private static final String HOLD_PIPE = """
            exec 3<&0
            trash=$1
            shift
            "$@" </dev/null 3<&- &
            server=$!
            (read -r _ <&3; while kill -INT $server; do sleep 1; done) 2>/dev/null &
            watch=$!
            wait $server
            code=$?
            kill $watch 2>/dev/null
            [ -z "$trash" ] || rm -rf -- "$trash"
            exit $code
            """;

    private static final Map<String, String> DEFAULTS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "log_min_messages", "log",
            "log_checkpoints", "off");

    /// What becomes of the data folder when the server has ended.
    enum Folder {
        KEPT,
        DELETED_AT_END
    }

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when the server accepts connections.
    static Server start(Cluster cluster, Map<String, String> settings, Folder fate) {
        Leftover.clear(cluster);
        for (var attempt = 1; ; attempt++) {
            var port = freePort();
            var server = new Server(launch(cluster, port, settings, fate), port);
            if (server.becomesReady(cluster)) {
                return server;
            }
            var reason = ServerLog.reasonIn(cluster.log());
            server.stop();
            if (attempt == ATTEMPTS || !reason.contains("Address already in use")) {
                throw new EmbeddedPostgresException("PostgreSQL does not start in " + cluster.folder() + ": " + reason);
            }
        }
    }

    int port() {
        return port;
    }

    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("Cannot stop PostgreSQL", e);
        }
        if (!Child.endsWithin(PATIENCE, process)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process launch(Cluster cluster, int port, Map<String, String> settings, Folder fate) {
        var all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(settings);
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        var postgres = new ArrayList<>(List.of(
                cluster.binaries().program("postgres"), "-D", cluster.folder().toString()));
        all.forEach((name, value) -> postgres.addAll(List.of("-c", name + "=" + value)));

        var trash = fate == Folder.DELETED_AT_END ? cluster.dataDir().toString() : "";
        var command = new ArrayList<>(List.of("setsid", "sh", "-c", HOLD_PIPE, "postgres", trash));
        command.addAll(cluster.account().command(postgres));
        return Child.start(command, cluster.dataDir(), cluster.log());
    }

    /// False as soon as the server has ended, or when it takes too long.
    private boolean becomesReady(Cluster cluster) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (PostmasterPid.read(cluster.postmasterPid())
                    .filter(PostmasterPid::ready)
                    .isPresent()) {
                return true;
            }
            if (Child.endsWithin(POLL, process)) {
                return false;
            }
        }
        return false;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw EmbeddedPostgresException.because("There is no free port", e);
        }
    }
}
