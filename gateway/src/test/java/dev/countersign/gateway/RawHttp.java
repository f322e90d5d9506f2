package dev.countersign.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Sends bytes as they are and reads what comes back until the server closes, for requests that no HTTP library makes.
final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /// A response as it stands on the wire.
    record Reply(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /// Sends a text in Latin-1, so that any byte can be written as one character, then closes that direction unless the
    /// server is to wait for more.
    Reply send(String request) throws IOException {
        return send(request.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    Reply sendAndStayOpen(String request) throws IOException {
        return send(request.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private Reply send(byte[] request, boolean more) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            if (!more) {
                socket.shutdownOutput();
            }
            var reply = readAll(socket);
            var end = reply.indexOf("\r\n\r\n");
            return end < 0 ? new Reply(reply, "") : new Reply(reply.substring(0, end), reply.substring(end + 4));
        }
    }

    /// What arrived before the server closed, also where it closed hard because it did not read everything.
    private static String readAll(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException e) {
            if (bytes.size() == 0) {
                throw e;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
