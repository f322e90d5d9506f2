package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureServerCredentials;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TroubledServiceTest {
    @Test
    void aServiceThatIsNotThereIsUnavailable() throws Exception {
        try (var rig = new Rig()) {
            rig.service().close();

            StytchError.check(rig.post(Rig.LOGIN, "{}"), 503, "server_unavailable");
        }
    }

    @Test
    void aServiceThatComesBackIsUsedAgainSoon() throws Exception {
        try (var rig = new Rig()) {
            var port = rig.service().port();
            rig.service().close();
            StytchError.check(rig.post(Rig.LOGIN, "{}"), 503, "server_unavailable");

            try (var next = new ScriptedService(port, InsecureServerCredentials.create())) {
                next.answers(Answers.LOGIN);
                var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                HttpResponse<String> response;
                do {
                    response = rig.post(Rig.LOGIN, "{}");
                } while (response.statusCode() != 200 && System.nanoTime() < deadline);
                assertThat(response.statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aServiceThatDoesNotAnswerInTimeIsCutOff() throws Exception {
        var never = new CountDownLatch(1);
        try (var rig = new Rig(Map.of("COUNTERSIGN_SERVICE_DEADLINE", "200ms"))) {
            rig.service().plays(request -> {
                never.await();
                return Answers.LOGIN;
            });

            StytchError.check(rig.post(Rig.LOGIN, "{}"), 504, "request_timeout");
        }
        never.countDown();
    }

    @Test
    void moreCallsAtOnceThanAllowedAreSentAwayAndHealthIsNot() throws Exception {
        var begun = new CountDownLatch(2);
        var enough = new CountDownLatch(1);
        try (var rig = new Rig(Map.of("COUNTERSIGN_HTTP_MAX_REQUESTS", "2"));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.service().plays(request -> {
                begun.countDown();
                enough.await();
                return Answers.LOGIN;
            });
            Future<HttpResponse<String>> one = clients.submit(() -> rig.post(Rig.LOGIN, "{}"));
            Future<HttpResponse<String>> other = clients.submit(() -> rig.post(Rig.LOGIN, "{}"));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            var third = rig.post(Rig.LOGIN, "{}");
            StytchError.check(third, 503, "server_unavailable");
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(rig.get("/readyz").statusCode()).isEqualTo(200);

            enough.countDown();
            assertThat(one.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(other.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(rig.post(Rig.LOGIN, "{}").statusCode()).isEqualTo(200);
        }
    }
}
