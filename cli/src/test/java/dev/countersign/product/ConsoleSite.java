package dev.countersign.product;

import dev.countersign.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// A service with a long trail, and a gateway in front of it with its console.
final class ConsoleSite implements AutoCloseable {
    private static final Duration TAKEN = Duration.ofMinutes(15);
    private static final Pattern SECRET = Pattern.compile("(?m)^SECRET=(\\S+)");

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final Map<String, String> settings = new HashMap<>();
    private final Credentials project;
    private final ProductProcess service;
    private final ProductProcess gateway;
    private final int httpPort;
    private final Database database;

    /// @param events about so many
    ConsoleSite(int events) {
        var url = postgres.jdbcUrl("postgres");
        var keys = ProductProcess.run(Map.of(), "keys", "generate");
        settings.put("COUNTERSIGN_DATABASE_URL", url);
        settings.put("COUNTERSIGN_KEYS", keys);
        project = Credentials.in(ProductProcess.run(settings, "project", "create", "Shop"));
        var stored = ManyLogins.store(events, url, keys, project.project());
        service = ProductProcess.start(settings, "service", "--handset", "--grpc-port", "0");
        var grpc = service.awaitOutput("The service listens on port (\\d+)").group(1);
        gateway = startGateway(grpc, Map.of());
        httpPort = port(gateway);
        database = new Database(url);
        Eventually.gives(
                TAKEN,
                () -> database.number(
                        "select ((select max(global_index) from event) - global_index)::int from ledger_position"),
                left -> left == 0);
        Eventually.gives(
                TAKEN,
                () -> database.number(
                        "select coalesce(max(c.size), 0)::int from checkpoint c join ledger l using (ledger_id)"
                                + " where l.name = ?",
                        project.project()),
                covered -> covered >= stored);
        database.change("vacuum analyze");
    }

    Database database() {
        return database;
    }

    /// Another gateway, with settings of its own.
    ProductProcess startGateway(Map<String, String> more) {
        return startGateway(
                service.awaitOutput("The service listens on port (\\d+)").group(1), more);
    }

    private ProductProcess startGateway(String grpcPort, Map<String, String> more) {
        var all = new HashMap<>(Map.of("COUNTERSIGN_CONSOLE_ENABLED", "true"));
        all.putAll(more);
        return ProductProcess.start(
                all, "gateway", "--handset", "--http-port", "0", "--service-address", "127.0.0.1:" + grpcPort);
    }

    static int port(ProductProcess gateway) {
        return Integer.parseInt(
                gateway.awaitOutput("The gateway listens on port (\\d+)").group(1));
    }

    String url(String path) {
        return "http://localhost:" + httpPort + path;
    }

    Credentials project() {
        return project;
    }

    /// A secret for reading the trail, with this role.
    String secret(String role) {
        var made = SECRET.matcher(
                ProductProcess.run(settings, "project", "add-secret", "--role", role, project.project()));
        if (!made.find()) {
            throw new AssertionError("No secret was made");
        }
        return made.group(1);
    }

    /// The project's own back end.
    RestClient client() {
        return new RestClient(httpPort, project);
    }

    @Override
    public void close() {
        gateway.close();
        service.close();
        postgres.close();
    }
}
