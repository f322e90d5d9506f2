package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandsetStreamTest {
    private static final String STREAM = "/dev/messages/stream";

    private final Rig rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"));

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void showsWhatIsThereAndThenWhatArrivesUntilTheGatewayStops() throws Exception {
        rig.service().answers(ListMessagesResponse.getDefaultInstance());
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(rig.to(STREAM).build(), BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");

            var events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(events.readLine()).isEqualTo("data: {\"messages\":[]}");
            assertThat(events.readLine()).isEmpty();
            rig.service().answers(Answers.MESSAGES);
            assertThat(events.readLine()).startsWith("data: {\"messages\":[{\"to\":\"+12025550162\"");
            assertThat(events.readLine()).isEmpty();

            var begin = System.nanoTime();
            rig.gateway().close();
            assertThat(events.readLine()).isNull();
            assertThat(System.nanoTime() - begin)
                    .as("does not hold up the stop")
                    .isLessThan(10_000_000_000L);
        }
    }

    @Test
    void canBeKeptToOneNumber() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_INVALID_PHONE_NUMBER));

        StytchError.check(rig.get(STREAM + "?phone_number=%2B1"), 400, "invalid_phone_number");

        assertThat(rig.service().heard().request())
                .isEqualTo(ListMessagesRequest.newBuilder().setPhoneNumber("+1").build());
    }

    @Test
    void isThereForThisMachineOnly() throws Exception {
        var asked = "GET " + STREAM + " HTTP/1.1\r\nHost: rebound.example\r\n\r\n";

        StytchError.check(rig.raw().send(asked), 404, "route_not_found");
        try (var plain = new Rig()) {
            StytchError.check(plain.get(STREAM), 404, "route_not_found");
        }
    }
}
