package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// What Prometheus reads off a whole service.
class MetricsTest {
    private static final String NUMBER = "+12025550162";
    private static final String LOGIN = "method=\"countersign.v1.PasscodeService/LoginOrCreateBySms\"";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void callsMessagesAndPoolsAreCountedWithoutTellingOfAnybody() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary();
                var service = TestService.onFreshDatabase(postgres)) {
            login(service, NUMBER);
            login(service, NUMBER);
            login(service, "garbage");
            service.codeOf(NUMBER, 1);

            var numbers = Eventually.gives(
                    () -> scrape(service).body(), text -> text.contains("countersign_messages_seconds_count"));

            assertThat(numbers)
                    .contains("countersign_calls_seconds_count{code=\"OK\"," + LOGIN + "} 2")
                    .contains("countersign_calls_seconds_count{code=\"INVALID_ARGUMENT\"," + LOGIN + "} 1")
                    .contains("countersign_messages_seconds_count{carrier=\"handset\",outcome=\"taken\"}")
                    .contains("hikaricp_connections_active{pool=\"calls\"}", "jvm_memory_used_bytes");
            assertThat(numbers)
                    .doesNotContain("2025550162", service.secret.project().value(), "phone-number-", "user-test-");
        }
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        try (var postgres = EmbeddedPostgres.temporary();
                var service = TestService.onFreshDatabase(postgres)) {
            var request = HttpRequest.newBuilder(page(service))
                    .POST(BodyPublishers.ofString("x"))
                    .build();

            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
            assertThat(scrape(service).headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    private HttpResponse<String> scrape(TestService service) {
        try {
            return http.send(HttpRequest.newBuilder(page(service)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI page(TestService service) {
        return URI.create("http://127.0.0.1:" + service.service.metricsPort().orElseThrow() + "/metrics");
    }

    private static void login(TestService service, String number) {
        try {
            service.passcodes()
                    .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber(number)
                            .build());
        } catch (io.grpc.StatusRuntimeException refused) {
            assertThat(number).isEqualTo("garbage");
        }
    }
}
