package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.HandsetMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Several processes of `service` on one database, set up with the commands that operators use.
final class Nodes implements AutoCloseable {
    private static final Duration DELIVERY = Duration.ofSeconds(60);

    private final Credentials credentials;
    private final Map<String, String> settings;
    private final List<ProductProcess> processes = new CopyOnWriteArrayList<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final List<GrpcClient> clients = new CopyOnWriteArrayList<>();

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
                nodes.processes.add(nodes.launch());
            }
            for (var process : nodes.processes) {
                nodes.ports.add(port(process));
                nodes.clients.add(new GrpcClient(nodes.ports.getLast(), credentials));
            }
            return nodes;
        } catch (RuntimeException | AssertionError e) {
            nodes.close();
            throw e;
        }
    }

    private ProductProcess launch() {
        return ProductProcess.start(settings, "service", "--handset", "--grpc-port", "0");
    }

    private static int port(ProductProcess process) {
        return Integer.parseInt(
                process.awaitOutput("The service listens on port (\\d+)").group(1));
    }

    /// The callers of a crowd take the nodes in turn.
    GrpcClient of(int caller) {
        return clients.get(caller % clients.size());
    }

    /// Runs a command on their database, with their keys.
    void run(String... command) {
        ProductProcess.run(settings, command);
    }

    /// The same, and gives what it said.
    String tell(String... command) {
        return ProductProcess.run(settings, command);
    }

    /// Where they listen now.
    List<Integer> ports() {
        return List.copyOf(ports);
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

    /// Puts other processes in the place of those that were killed, and waits until they serve.
    void restart(int... killed) {
        for (var node : killed) {
            processes.set(node, launch());
        }
        for (var node : killed) {
            ports.set(node, port(processes.get(node)));
            clients.set(node, new GrpcClient(ports.get(node), credentials)).close();
        }
    }

    int count() {
        return processes.size();
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
