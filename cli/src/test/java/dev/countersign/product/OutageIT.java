package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.Attempt.Answered;
import dev.countersign.product.Attempt.Refused;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The database goes away in the middle of a load and comes back. The service is not started anew.
@Timeout(300)
class OutageIT {
    private static final int CALLERS = 16;
    private static final int MANY_CALLERS = 300;
    private static final Refused<?> UNAVAILABLE = new Refused<>(Status.Code.UNAVAILABLE, "SERVER_UNAVAILABLE");

    /// A call waits 5 s for a connection; the rest is for busy machines.
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /// Long enough for whatever backs off to be far apart; codes that were acknowledged before it are still alive
    /// after.
    private static final Duration OUTAGE = Duration.ofSeconds(40);

    private static final Duration DELIVERY = Duration.ofSeconds(20);
    private static final Duration RETURN = Duration.ofSeconds(60);

    private final Map<String, LoginOrCreateBySmsResponse> acknowledged = new ConcurrentHashMap<>();

    @Test
    void callsAreRefusedDuringTheOutageAndServedAfterIt(@TempDir Path folder) {
        var postgres = EmbeddedPostgres.start(folder);
        try (var relay = new Relay(postgres.port());
                var nodes = Nodes.start(1, url(relay))) {
            var service = nodes.of(0);
            Thread.ofVirtual().start(() -> {
                Eventually.gives(RETURN, acknowledged::size, size -> size >= 50);
                postgres.close();
                relay.cut();
            });
            assertThat(Crowd.of(CALLERS, caller -> loginsUntilRefused(service))).allMatch(UNAVAILABLE::equals);
            var end = System.nanoTime() + OUTAGE.toNanos();
            do {
                assertThat(Crowd.of(MANY_CALLERS, caller -> inTime(service))).allMatch(UNAVAILABLE::equals);
            } while (System.nanoTime() < end);

            try (var returned = EmbeddedPostgres.start(folder)) {
                relay.join(returned.port());
                var number = PhoneNumbers.fresh();
                var fresh = Eventually.gives(
                        RETURN, () -> Attempt.of(() -> service.login(number)), attempt -> attempt instanceof Answered);
                assertThat(fresh).isInstanceOf(Answered.class);
                Eventually.gives(DELIVERY, () -> nodes.messagesTo(number), messages -> !messages.isEmpty());
                var codes = acknowledged.entrySet().stream()
                        .map(login -> codeThatWorks(login.getKey(), login.getValue(), nodes))
                        .toList();
                nodes.assertAlive();
                nodes.assertLogsTellNothingOf(acknowledged.keySet(), codes);
            }
        } finally {
            postgres.close();
        }
    }

    /// Gives the first refusal.
    private Attempt<LoginOrCreateBySmsResponse> loginsUntilRefused(GrpcClient service) {
        while (true) {
            var number = PhoneNumbers.fresh();
            var attempt = Attempt.of(() -> service.login(number));
            if (!(attempt instanceof Answered<LoginOrCreateBySmsResponse>(var login))) {
                return attempt;
            }
            acknowledged.put(number, login);
        }
    }

    private static Attempt<LoginOrCreateBySmsResponse> inTime(GrpcClient service) {
        var begin = System.nanoTime();
        var attempt = Attempt.of(() -> service.login(PhoneNumbers.fresh()));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWER);
        return attempt;
    }

    private static String codeThatWorks(String number, LoginOrCreateBySmsResponse login, Nodes nodes) {
        var code = nodes.codeOf(number);
        var proven = nodes.of(0).authenticate(login.getPhoneId(), code);
        assertThat(proven.getUserId()).isEqualTo(login.getUserId());
        return code;
    }

    private static String url(Relay relay) {
        return "jdbc:postgresql://127.0.0.1:" + relay.port() + "/postgres?user=countersign";
    }
}
