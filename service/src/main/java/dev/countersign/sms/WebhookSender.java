package dev.countersign.sms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts each message to a server of the operator's, which sends it on.
///
/// The body is `{"id", "to", "body"}`. It is signed as Standard Webhooks has it (standardwebhooks.com): the headers
/// `webhook-id`, the same when a message is sent again, `webhook-timestamp` in seconds, and `webhook-signature`, `v1,`
/// and the Base64 form of the HMAC-SHA-256 over `id.timestamp.body`, keyed with the bytes of the secret. Every answer
/// but 2xx is a failure.
public final class WebhookSender implements SmsSender {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final URI url;
    private final SecretKeySpec key;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    public WebhookSender(URI url, Secret secret, InstantSource clock) {
        this.url = url;
        this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Delivery send(SmsMessage message) {
        var id = message.id().value();
        var timestamp = Long.toString(clock.instant().getEpochSecond());
        var body = body(message);
        var request = HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + signature(id + "." + timestamp + "." + body))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? new Delivery.Taken() : new Delivery.Failed("HTTP " + status);
        } catch (IOException e) {
            return new Delivery.Failed(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Failed("interrupted");
        }
    }

    private static String body(SmsMessage message) {
        var members = new LinkedHashMap<String, String>();
        members.put("id", message.id().value());
        members.put("to", message.to().e164());
        members.put("body", message.text());
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are always JSON.", e);
        }
    }

    private String signature(String content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC-SHA-256.", e);
        }
    }
}
