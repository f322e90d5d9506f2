package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.JsonWebKey;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The keys of JWTs are replaced at two nodes while sessions are checked: by token, by JWT, and by the published keys.
@Timeout(400)
class KeyRotationIT {
    private static final int CALLERS = 6;

    /// Nodes read the keys once a minute.
    private static final Duration KNOWN = Duration.ofSeconds(100);

    private final KeySet keySet = new KeySet();
    private final Set<String> signers = ConcurrentHashMap.newKeySet();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final LongAdder checks = new LongAdder();
    private volatile boolean over;

    @Test
    void noJwtThatShouldBeGoodIsRefused() {
        try (var postgres = EmbeddedPostgres.temporary();
                var nodes = Nodes.start(2, postgres.jdbcUrl("postgres"))) {
            var database = new Database(postgres.jdbcUrl("postgres"));
            var sessions = Crowd.of(CALLERS, caller -> nodes.session());
            keySet.keep(published(nodes, 0));
            var first = KeySet.keyOf(sessions.getFirst().getSessionJwt());
            IntStream.range(0, CALLERS)
                    .forEach(caller -> Thread.ofVirtual().start(() -> check(nodes, caller, sessions.get(caller))));

            nodes.run("keys", "rotate-signing");
            for (var node : List.of(0, 1)) {
                Eventually.gives(KNOWN, () -> published(nodes, node), keys -> keys.size() == 2);
            }
            keySet.keep(published(nodes, 1));
            assertThat(signers).containsExactly(first);

            // An hour passes.
            database.change("update signing_key set signs_from = now() where signs_from > now()");
            for (var node : List.of(0, 1)) {
                var token = sessions.getFirst().getSessionToken();
                Eventually.gives(
                        KNOWN,
                        () -> KeySet.keyOf(nodes.of(node).checkToken(token).getSessionJwt()),
                        key -> !key.equals(first));
            }
            var before = checks.sum();
            Eventually.gives(KNOWN, checks::sum, sum -> sum > before + 100);
            over = true;

            assertThat(refused).isEmpty();
            assertThat(signers).hasSize(2);
        }
    }

    private void check(Nodes nodes, int caller, AuthenticateResponse login) {
        for (var turn = caller; !over; turn++) {
            try {
                var jwt = nodes.of(turn).checkToken(login.getSessionToken()).getSessionJwt();
                if (!keySet.believes(jwt)) {
                    refused.add("locally: " + KeySet.keyOf(jwt));
                }
                signers.add(KeySet.keyOf(jwt));
                nodes.of(turn + 1).checkJwt(jwt);
                nodes.of(turn).checkJwt(login.getSessionJwt());
                checks.increment();
            } catch (StatusRuntimeException e) {
                if (!over) {
                    refused.add(e.toString());
                }
            }
        }
    }

    private static List<JsonWebKey> published(Nodes nodes, int node) {
        return nodes.of(node).keys(nodes.credentials().project());
    }
}
