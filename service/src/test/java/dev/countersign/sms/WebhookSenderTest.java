package dev.countersign.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.config.ConfigException;
import dev.countersign.config.Secret;
import dev.countersign.keys.KeyRing;
import dev.countersign.passcode.ChallengeId;
import dev.countersign.passcode.MessageLocale;
import dev.countersign.passcode.Nonce;
import dev.countersign.passcode.PasscodeKeys;
import dev.countersign.sms.SmsSender.Delivery;
import dev.countersign.sms.SmsSender.Delivery.Failed;
import dev.countersign.sms.SmsSender.Delivery.Taken;
import dev.countersign.sms.SmsSender.Delivery.Unsettled;
import dev.countersign.user.Channel;
import dev.countersign.user.PhoneNumber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a real HTTP server.
class WebhookSenderTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
    private static final ChallengeId CHALLENGE = new ChallengeId("challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f");
    private static final PasscodeKeys KEYS = KeyRing.generate().passcodeKeys();
    private static final SmsMessage MESSAGE = new SmsMessage(
            CHALLENGE,
            PhoneNumber.parse("+12025550162").orElseThrow(),
            Channel.WHATSAPP,
            MessageLocale.PT_BR,
            KEYS.derive(KEYS.current(), CHALLENGE, new Nonce(new byte[16]), 6),
            "Your code is \"123456\"");

    private HttpServer carrier;
    private volatile int status = 204;
    private volatile Map<String, String> headers = Map.of();
    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        carrier = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        carrier.createContext("/messages", this::take);
        carrier.start();
    }

    @AfterEach
    void stop() {
        carrier.stop(0);
    }

    @Test
    void messageIsJsonWithASignatureOverIdTimeAndBody() throws Exception {
        assertThat(send("whsec_c2VjcmV0LWtleQ==")).isEqualTo(new Taken());

        assertThat(body)
                .isEqualTo("{\"id\":\"challenge-0193f1b2-7d2e-7c53-9a51-6b3f0c2d4e5f\",\"to\":\"+12025550162\","
                        + "\"channel\":\"whatsapp\",\"locale\":\"pt-br\",\"code\":\""
                        + MESSAGE.code().revealForSms()
                        + "\",\"body\":\"Your code is \\\"123456\\\"\"}");
        assertThat(headers)
                .containsEntry("id", MESSAGE.id().value())
                .containsEntry("timestamp", "1777636800")
                .containsEntry(
                        "signature", "v1," + hmac("secret-key", MESSAGE.id().value() + ".1777636800." + body));
    }

    @Test
    void secretThatIsNoBase64IsTakenAsText() throws Exception {
        send("just text");

        assertThat(headers)
                .containsEntry(
                        "signature", "v1," + hmac("just text", MESSAGE.id().value() + ".1777636800." + body));
    }

    @Test
    void secretThatOnlyBeginsLikeBase64IsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> send("whsec_%"))
                .withMessageNotContaining("%");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void everySuccessIsTaken(int answer) {
        status = answer;
        assertThat(send("secret")).isEqualTo(new Taken());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 413, 422})
    void refusalIsFinal(int answer) {
        status = answer;
        assertThat(send("secret")).isEqualTo(new Failed("HTTP " + answer));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void troubleMayPass(int answer) {
        status = answer;
        assertThat(send("secret")).isEqualTo(new Unsettled("HTTP " + answer));
    }

    @Test
    void carrierThatIsNotThereMayComeBack() {
        carrier.stop(0);
        assertThat(send("secret")).isEqualTo(new Unsettled("ConnectException"));
    }

    private Delivery send(String secret) {
        var url = URI.create("http://127.0.0.1:" + carrier.getAddress().getPort() + "/messages");
        return new WebhookSender(url, Secret.of(secret), NOON).send(MESSAGE);
    }

    private void take(HttpExchange exchange) throws IOException {
        body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var sent = exchange.getRequestHeaders();
        headers = Map.of(
                "id", sent.getFirst("webhook-id"),
                "timestamp", sent.getFirst("webhook-timestamp"),
                "signature", sent.getFirst("webhook-signature"));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static String hmac(String key, String text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    }
}
