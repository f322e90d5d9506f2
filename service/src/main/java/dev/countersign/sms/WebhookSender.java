package dev.countersign.sms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.config.ConfigException;
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
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts each message to a server of the operator's, which sends it on.
///
/// The body is `{"id", "to", "channel", "locale", "code", "body"}`: services for WhatsApp take the code and the
/// language, and have the text themselves. It is signed as Standard Webhooks has it (standardwebhooks.com): the
/// headers `webhook-id`, the same when a message is sent again, `webhook-timestamp` in seconds, and
/// `webhook-signature`, `v1,` and the Base64 form of the HMAC-SHA-256 over `id.timestamp.body`, keyed with the
/// secret: what stands in Base64 behind `whsec_`, or else the bytes of its text. What is answered with 5xx,
/// 408, 425 or 429, or not at all, is sent again; every other answer but 2xx is a failure.
public final class WebhookSender implements SmsSender {

    private static final String BASE64 = "whsec_";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// A server that is slow may have taken the message: asking it again too soon would send it twice.
    private static final Duration LIMIT = Duration.ofSeconds(25);

    /// Request Timeout, Too Early, Too Many Requests.
    private static final Set<Integer> MAYBE_LATER = Set.of(408, 425, 429);

    private final URI url;
    private final SecretKeySpec key;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    /// @throws ConfigException if the secret begins like one in Base64 and is none
    public WebhookSender(URI url, Secret secret, InstantSource clock) {
        this.url = url;
        this.key = new SecretKeySpec(bytes(secret), "HmacSHA256");
        this.clock = clock;
    }

    private static byte[] bytes(Secret secret) {
        var text = secret.reveal();
        if (!text.startsWith(BASE64)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.substring(BASE64.length()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("sms.webhook.secret: what follows " + BASE64 + " is not Base64");
        }
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
            return delivery(http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return new Delivery.Unsettled(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Failed("interrupted");
        }
    }

    private static Delivery delivery(int status) {
        if (status / 100 == 2) {
            return new Delivery.Taken();
        }
        var reason = "HTTP " + status;
        return status / 100 == 5 || MAYBE_LATER.contains(status)
                ? new Delivery.Unsettled(reason)
                : new Delivery.Failed(reason);
    }

    private static String body(SmsMessage message) {
        var members = new LinkedHashMap<String, String>();
        members.put("id", message.id().value());
        members.put("to", message.to().e164());
        members.put("channel", message.channel().text());
        members.put("locale", message.locale().tag());
        members.put("code", message.code().revealForSms());
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
