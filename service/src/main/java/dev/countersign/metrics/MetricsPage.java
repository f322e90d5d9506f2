package dev.countersign.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Serves `GET /metrics` to Prometheus, without TLS and without credentials: for the network of those who operate.
public final class MetricsPage implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Meters meters;
    private final HttpServer server;

    private MetricsPage(Meters meters, HttpServer server) {
        this.meters = meters;
        this.server = server;
    }

    /// @throws ConfigException if the address is taken or does not belong to this machine
    public static MetricsPage serve(Meters meters, String host, int port) {
        try {
            var page = new MetricsPage(meters, HttpServer.create(new InetSocketAddress(host, port), 0));
            page.server.createContext("/metrics", page::answer);
            page.server.start();
            return page;
        } catch (IOException | RuntimeException e) {
            throw new ConfigException(
                    "Cannot listen on metrics.host = " + host + ", metrics.port = " + port + ": " + e.getMessage());
        }
    }

    /// The port that was bound.
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            var body = meters.scrape().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
