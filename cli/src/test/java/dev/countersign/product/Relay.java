package dev.countersign.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An address that stays while the server behind it goes away and comes back at another port.
final class Relay implements AutoCloseable {
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket door;
    private volatile int target;

    /// Listens on any free port of this machine.
    Relay(int target) {
        this.target = target;
        this.door = open(0);
    }

    int port() {
        return door.getLocalPort();
    }

    /// Breaks all connections. New ones are refused, as where no server runs.
    void cut() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    /// Listens at the same address again.
    void join(int newTarget) {
        target = newTarget;
        door = open(door.getLocalPort());
    }

    @Override
    public void close() {
        cut();
    }

    private ServerSocket open(int port) {
        try {
            var fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofVirtual().start(() -> accept(fresh));
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket door) {
        try {
            while (true) {
                connect(door.accept());
            }
        } catch (IOException _) {
            close(door);
        }
    }

    private void connect(Socket client) {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            Thread.ofVirtual().start(() -> pass(client, server));
            Thread.ofVirtual().start(() -> pass(server, client));
        } catch (IOException _) {
            close(client);
        }
    }

    private void pass(Socket from, Socket to) {
        sockets.add(from);
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            close(to);
        } finally {
            sockets.remove(from);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket does not close", e);
        }
    }
}
