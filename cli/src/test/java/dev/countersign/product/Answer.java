package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/// An answer of the gateway, which is always JSON in Stytch's shape.
record Answer(int status, JsonNode body) {
    private static final JsonMapper JSON = new JsonMapper();

    static Answer of(int status, String body) {
        try {
            return new Answer(status, JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
    }

    String text(String member) {
        return body.path(member).asText();
    }

    boolean userCreated() {
        assertThat(body.path("user_created").isBoolean()).as("%s", this).isTrue();
        return body.path("user_created").booleanValue();
    }

    /// Gives this answer if it is a success.
    Answer success() {
        assertShape(200);
        return this;
    }

    void assertRefused(int expectedStatus, String errorType) {
        assertShape(expectedStatus);
        assertThat(text("error_type")).isEqualTo(errorType);
        assertThat(List.of("error_message", "error_url"))
                .allSatisfy(member -> assertThat(text(member)).isNotEmpty());
    }

    private void assertShape(int expectedStatus) {
        assertThat(status).as("%s", this).isEqualTo(expectedStatus);
        assertThat(body.path("status_code").intValue()).isEqualTo(expectedStatus);
        assertThat(text("request_id")).startsWith("request-id-test-");
    }
}
