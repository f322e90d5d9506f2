package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.Attempt.Answered;
import dev.countersign.v1.AuthenticateResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Services that watch revocations at two nodes, which share nothing but the database.
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class RevocationWatchIT {
    private static final int SESSIONS = 1_000;
    private static final int LOGGERS_IN = 16;
    private static final int REVOKERS = 2;
    private static final int CHECKERS = 4;
    private static final Duration PROGRESS = Duration.ofSeconds(60);

    private EmbeddedPostgres postgres;
    private Nodes nodes;

    @BeforeEach
    void start() {
        postgres = EmbeddedPostgres.temporary();
        nodes = Nodes.start(2, postgres.jdbcUrl("postgres"));
    }

    @AfterEach
    void stop() {
        nodes.close();
        postgres.close();
    }

    @Test
    void revocationIsToldWithinASecondByTheOtherNode() {
        try (var watcher = RevocationWatcher.at(nodes.visitorOf(1))) {
            for (var session = 1; session <= 20; session++) {
                var login = nodes.session();
                nodes.of(0).revoke(login.getSessionToken());
                var answered = System.nanoTime();

                Eventually.gives(PROGRESS, watcher::count, atLeast(session));

                assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    /// The connection is cut twice, and the third time the node is killed that it goes to.
    @Test
    void watcherThatIsCutOffThreeTimesMissesNoneOfAThousandAndSeesNoneTwice() {
        var sessions = logIn();
        var load = new Load(sessions);
        try (var watcher = RevocationWatcher.at(nodes.visitorOf(0))) {
            Thread.ofVirtual().start(load::revokeAll);

            Eventually.gives(PROGRESS, watcher::count, atLeast(SESSIONS / 5));
            watcher.cut();
            watcher.resumeAt(nodes.visitorOf(1));

            Eventually.gives(PROGRESS, watcher::count, atLeast(2 * SESSIONS / 5));
            watcher.cut();
            watcher.resumeAt(nodes.visitorOf(0));

            Eventually.gives(PROGRESS, watcher::count, atLeast(3 * SESSIONS / 5));
            nodes.kill(0);
            watcher.resumeAt(nodes.visitorOf(1));

            Eventually.gives(PROGRESS, load::isOver, over -> over);
            Eventually.gives(PROGRESS, watcher::count, atLeast(SESSIONS));
            assertThat(watcher.told())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(sessions.stream()
                            .map(login -> login.getSession().getSessionId())
                            .toList());
            assertThat(load.checks.sum()).isPositive();
        }
    }

    private static Predicate<Integer> atLeast(int wanted) {
        return count -> count >= wanted;
    }

    private List<AuthenticateResponse> logIn() {
        return Crowd.of(
                        LOGGERS_IN,
                        caller -> Stream.generate(nodes::session)
                                .limit(IntStream.range(0, SESSIONS)
                                        .filter(session -> session % LOGGERS_IN == caller)
                                        .count())
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /// Revokes everything, at both nodes for as long as they live, while others check what is left.
    private final class Load {
        private final List<AuthenticateResponse> sessions;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final LongAdder checks = new LongAdder();

        Load(List<AuthenticateResponse> sessions) {
            this.sessions = sessions;
        }

        void revokeAll() {
            IntStream.range(0, CHECKERS).forEach(number -> Thread.ofVirtual().start(this::check));
            Crowd.of(REVOKERS, caller -> {
                for (var session = next.getAndIncrement(); session < SESSIONS; session = next.getAndIncrement()) {
                    revoke(session);
                }
                return caller;
            });
            over.set(true);
        }

        private void revoke(int session) {
            var token = sessions.get(session).getSessionToken();
            for (var node = session; !isRevoked(node, token); ) {
                node = 1;
            }
        }

        /// Who repeats a call of unknown outcome may find it done.
        private boolean isRevoked(int node, String token) {
            try {
                nodes.of(node).revoke(token);
                return true;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode() == Status.Code.NOT_FOUND;
            }
        }

        private void check() {
            while (!over.get()) {
                var session = ThreadLocalRandom.current().nextInt(SESSIONS);
                var token = sessions.get(session).getSessionToken();
                if (Attempt.of(() -> nodes.of(1).checkToken(token)) instanceof Answered) {
                    checks.increment();
                }
            }
        }

        boolean isOver() {
            return over.get();
        }
    }
}
