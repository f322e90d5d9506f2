package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.HandsetMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Several processes of `service` on one database, set up with the commands that operators use.
final class Nodes implements AutoCloseable {
    private static final Duration DELIVERY = Duration.ofSeconds(60);

    private final Credentials credentials;
    private final Map<String, String> settings;
    private final List<ProductProcess> processes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<GrpcClient> clients = new ArrayList<>();

    private Nodes(Credentials credentials, Map<String, String> settings) {
        this.credentials = credentials;
        this.settings = settings;
    }

    /// @param databaseUrl of an empty database
    static Nodes start(int count, String databaseUrl) {
        var settings = Map.of(
                "COUNTERSIGN_DATABASE_URL",
                databaseUrl,
                "COUNTERSIGN_KEYS",
                ProductProcess.run(Map.of(), "keys", "generate"));
        var credentials = Credentials.in(ProductProcess.run(settings, "project", "create", "Shop"));
        var nodes = new Nodes(credentials, settings);
        try {
            for (var node = 0; node < count; node++) {
                nodes.processes.add(ProductProcess.start(settings, "service", "--handset", "--grpc-port", "0"));
            }
            for (var process : nodes.processes) {
                var port = process.awaitOutput("The service listens on port (\\d+)")
                        .group(1);
                nodes.ports.add(Integer.parseInt(port));
                nodes.clients.add(new GrpcClient(nodes.ports.getLast(), credentials));
            }
            return nodes;
        } catch (RuntimeException | AssertionError e) {
            nodes.close();
            throw e;
        }
    }

    /// The callers of a crowd take the nodes in turn.
    GrpcClient of(int caller) {
        return clients.get(caller % clients.size());
    }

    /// Runs a command on their database, with their keys.
    void run(String... command) {
        ProductProcess.run(settings, command);
    }

    Credentials credentials() {
        return credentials;
    }

    /// Another caller of a node, on a connection of its own.
    GrpcClient visitorOf(int node) {
        return new GrpcClient(ports.get(node), credentials);
    }

    /// `kill -9`.
    void kill(int node) {
        processes.get(node).kill();
    }

    void assertAlive() {
        assertThat(processes).allMatch(ProductProcess::isAlive);
    }

    void assertLogsTellNothingOf(Collection<String> numbers, Collection<String> codes) {
        processes.forEach(process -> Whispers.assertNoneIn(process.output(), credentials, numbers, codes));
    }

    /// The only code of a number, whichever node has sent it.
    String codeOf(String number) {
        return Eventually.gives(DELIVERY, () -> messagesTo(number), messages -> !messages.isEmpty())
                .getFirst()
                .getCode();
    }

    /// Somebody new logs in, with a session.
    AuthenticateResponse session() {
        var number = PhoneNumbers.fresh();
        var phone = of(0).login(number).getPhoneId();
        return of(0).authenticateForSession(phone, codeOf(number));
    }

    List<HandsetMessage> messagesTo(String number) {
        return clients.stream()
                .flatMap(client -> client.messagesTo(number).stream())
                .toList();
    }

    @Override
    public void close() {
        clients.forEach(GrpcClient::close);
        processes.forEach(ProductProcess::close);
    }
}
