package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;

/// Checks that an answer is an error in Stytch's form: these members in this order, the status in both places.
final class StytchError {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private StytchError() {}

    static JsonObject check(HttpResponse<String> response, int status, String errorType) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        return check(response.statusCode(), response.body(), status, errorType);
    }

    static JsonObject check(RawHttp.Reply reply, int status, String errorType) {
        assertThat(reply.header("Content-Type")).as(reply.head()).hasValue("application/json");
        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("Server")).isEmpty();
        return check(reply.status(), reply.body(), status, errorType);
    }

    private static JsonObject check(int given, String body, int status, String errorType) {
        assertThat(body).startsWith("{\"status_code\":");
        var json = JsonParser.parseString(body).getAsJsonObject();
        assertThat(json.keySet()).startsWith("status_code", "request_id", "error_type", "error_message", "error_url");
        assertThat(json.get("error_type").getAsString()).isEqualTo(errorType);
        assertThat(given).isEqualTo(status);
        assertThat(json.get("status_code").getAsInt()).isEqualTo(status);
        assertThat(json.get("request_id").getAsString()).matches("request-id-(test|live)-" + UUID);
        assertThat(json.get("error_message").getAsString()).isNotBlank();
        assertThat(json.get("error_url").getAsString()).endsWith("/errors/" + errorType);
        return json;
    }
}
