package dev.countersign.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports that are really taken, projects in memory, keys that are just numbered, and a list of what happened.
final class PretendProduct implements Product {
    final List<String> happened = new ArrayList<>();
    final PretendProjects projects = new PretendProjects();

    @Override
    public RunningService startService(ServiceSettings settings) {
        happened.add("service with " + settings.keys() + (settings.handset() ? " and handset" : ""));
        return new Listening("service", settings.grpcPort());
    }

    @Override
    public Running startGateway(GatewaySettings settings) {
        happened.add("gateway" + (settings.handset() ? " with handset" : ""));
        return new Listening("gateway", settings.httpPort());
    }

    @Override
    public Projects openProjects(String databaseUrl) {
        happened.add("projects in " + databaseUrl);
        return projects;
    }

    @Override
    public KeyRings keyRings() {
        return new PretendKeyRings();
    }

    private final class Listening implements RunningService {
        private final String name;
        private final ServerSocket socket;

        Listening(String name, int port) {
            this.name = name;
            try {
                this.socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public Projects projects() {
            return projects;
        }

        @Override
        public void close() {
            happened.add(name + " stopped");
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
