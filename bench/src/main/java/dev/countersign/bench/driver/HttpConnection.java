package dev.countersign.bench.driver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;

/// A kept-alive HTTP/1.1 connection that posts JSON, with as little work as can be: it runs on the cores that are
/// measured.
final class HttpConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String LENGTH = "content-length:";

    /// The gateway closes a connection that was silent for longer than 30 s.
    private static final long IDLE_NANOS = 10_000_000_000L;

    private final Socket socket;
    private final InputStream in;
    private final String headers;
    private long lastUsed = System.nanoTime();

    HttpConnection(int port, String authorization) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        headers = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: " + authorization
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    /// Whether the other side may close it at any moment.
    boolean isOld() {
        return System.nanoTime() - lastUsed > IDLE_NANOS;
    }

    /// Gives the body of the answer.
    ///
    /// @throws IOException unless the answer is 200
    String post(String path, String json) throws IOException {
        var request = "POST " + path + headers + json.length() + "\r\n\r\n" + json;
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var status = line();
        var length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            } else if (header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:")) {
                throw new IOException("The answer has no length.");
            }
        }
        var body = new String(in.readNBytes(length), UTF_8);
        lastUsed = System.nanoTime();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status + " " + body);
        }
        return body;
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The connection ended in the middle of an answer.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
