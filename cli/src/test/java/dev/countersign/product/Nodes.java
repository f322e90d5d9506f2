package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final List<ProductProcess> processes = new ArrayList<>();
    private final List<GrpcClient> clients = new ArrayList<>();

    private Nodes(Credentials credentials) {
        this.credentials = credentials;
    }

    /// @param databaseUrl of an empty database
    static Nodes start(int count, String databaseUrl) {
        var settings = Map.of(
                "COUNTERSIGN_DATABASE_URL",
                databaseUrl,
                "COUNTERSIGN_KEYS",
                ProductProcess.run(Map.of(), "keys", "generate"));
        var credentials = Credentials.in(ProductProcess.run(settings, "project", "create", "Shop"));
        var nodes = new Nodes(credentials);
        try {
            for (var node = 0; node < count; node++) {
                nodes.processes.add(ProductProcess.start(settings, "service", "--handset", "--grpc-port", "0"));
            }
            for (var process : nodes.processes) {
                var port = process.awaitOutput("The service listens on port (\\d+)")
                        .group(1);
                nodes.clients.add(new GrpcClient(Integer.parseInt(port), credentials));
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
