package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteUserResponse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void answerLogins() {
        rig.service().answers(Answers.LOGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f0c4a52-6f3e-4f9e-8b0e-0d9a2f6b7c11", "\"quoted\"", "with a space"})
    void keyTravelsToTheServiceAsItCame(String key) throws Exception {
        assertThat(login(key).statusCode()).isEqualTo(200);
        assertThat(rig.service().heard().header("idempotency-key")).isEqualTo(key);
    }

    /// A `DELETE` needs no body to carry one.
    @Test
    void keyTravelsWithCallsForUsersToo() throws Exception {
        rig.service().answers(DeleteUserResponse.getDefaultInstance());
        var delete = rig.to("/v1/users/ada").header("Idempotency-Key", "a key").DELETE();

        assertThat(rig.send(delete.build()).statusCode()).isEqualTo(200);
        assertThat(rig.service().heard().header("idempotency-key")).isEqualTo("a key");
    }

    @Test
    void keyInTheBodyOfACallForUsersTravelsThere() throws Exception {
        rig.service().answers(CreateUserResponse.getDefaultInstance());

        rig.post("/v1/users", "{\"phone_number\": \"+12025550162\", \"request_id\": \"a key\"}");

        var heard = rig.service().heard();
        assertThat(((CreateUserRequest) heard.request()).getRequestId()).isEqualTo("a key");
        assertThat(heard.header("idempotency-key")).isNull();
    }

    @Test
    void withoutAKeyNoneTravels() throws Exception {
        rig.post(Rig.LOGIN, "{}");

        assertThat(rig.service().heard().header("idempotency-key")).isNull();
    }

    @Test
    void keyThatCannotTravelIsRefused() throws Exception {
        StytchError.check(login("a".repeat(513)), 400, "invalid_idempotency_key");
        StytchError.check(login("a", "b"), 400, "invalid_idempotency_key");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    private static HttpResponse<String> login(String... keys) throws Exception {
        var request =
                rig.to(Rig.LOGIN).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
        for (var key : keys) {
            request.header("Idempotency-Key", key);
        }
        return rig.send(request.build());
    }
}
