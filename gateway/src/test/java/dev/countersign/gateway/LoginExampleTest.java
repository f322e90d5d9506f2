package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.util.Timestamps;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.AuthenticationFactor;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.PhoneNumberFactor;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.RevokeSessionResponse;
import dev.countersign.v1.Session;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginExampleTest {
    private static final String TOKEN = "t".repeat(44);
    private static final Map<String, String> EXAMPLE = Map.of(
            "COUNTERSIGN_DEV", "true",
            "COUNTERSIGN_EXAMPLE_PROJECT_ID", "project-test-1",
            "COUNTERSIGN_EXAMPLE_SECRET", "secret-test-1");

    private final Rig rig = new Rig(EXAMPLE);

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theCodeIsAskedForWithTheSecretAndWhatIsKnownOfTheDevice() throws Exception {
        rig.service().answers(Answers.LOGIN.toBuilder().setUserCreated(true).build());

        var response = rig.send(rig.to("/login/code")
                .header("Content-Type", "application/json")
                .header("User-Agent", "a".repeat(1025))
                .POST(BodyPublishers.ofString("{\"phone_number\":\"+12025550162\",\"expiration_minutes\":10}"))
                .build());

        var heard = rig.service().heard();
        assertThat(heard.request())
                .isEqualTo(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+12025550162")
                        .setAttributes(Attributes.newBuilder()
                                .setIpAddress("127.0.0.1")
                                .setUserAgent("a".repeat(1024)))
                        .build());
        assertThat(heard.header("authorization")).isEqualTo(Basic.of("project-test-1", "secret-test-1"));
        assertThat(JsonParser.parseString(response.body()).getAsJsonObject().keySet())
                .as("not whether the user is new")
                .containsExactly("status_code", "request_id", "method_id");
    }

    @Test
    void theTokenGoesIntoACookieThatOnlyTheBackEndSees() throws Exception {
        rig.service()
                .answers(AuthenticateResponse.newBuilder()
                        .setSessionToken(TOKEN)
                        .setSessionJwt("a.b.c")
                        .setSession(session())
                        .build());

        var response = rig.post("/login/session", "{\"method_id\":\"p\",\"code\":\"123456\"}");

        var asked = (AuthenticateRequest) rig.service().heard().request();
        assertThat(asked.getMethodId()).isEqualTo("p");
        assertThat(asked.getCode()).isEqualTo("123456");
        assertThat(asked.getSessionDurationMinutes()).isEqualTo(60);
        assertThat(response.headers().firstValue("Set-Cookie"))
                .hasValue("countersign_login=" + TOKEN + "; Path=/login; HttpOnly; SameSite=Strict");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.body()).doesNotContain(TOKEN, "a.b.c", "secret");
        assertLoggedIn(response);
    }

    @Test
    void theCookieTellsWhoIsLoggedIn() throws Exception {
        rig.service()
                .answers(AuthenticateSessionResponse.newBuilder()
                        .setSession(session())
                        .build());

        var response = rig.send(withCookie("/login/session").build());

        assertThat(rig.service().heard().request())
                .isEqualTo(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(TOKEN)
                        .build());
        assertLoggedIn(response);
    }

    @Test
    void whoLogsOutHasNeitherSessionNorCookie() throws Exception {
        rig.service().answers(RevokeSessionResponse.getDefaultInstance());

        var response = rig.send(withCookie("/login/session").DELETE().build());

        assertThat(rig.service().heard().request())
                .isEqualTo(
                        RevokeSessionRequest.newBuilder().setSessionToken(TOKEN).build());
        assertLoggedOut(response);
    }

    @Test
    void withoutACookieNobodyIsLoggedInAndNobodyIsAsked() throws Exception {
        assertLoggedOut(rig.get("/login/session"));
        assertLoggedOut(rig.send(rig.to("/login/session").DELETE().build()));
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GET", "DELETE"})
    void aSessionThatHasEndedLeavesNobodyLoggedIn(String method) throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_SESSION_NOT_FOUND));

        assertLoggedOut(rig.send(withCookie("/login/session")
                .method(method, BodyPublishers.noBody())
                .build()));
    }

    @Test
    void whatTheServiceRefusesIsToldAsAnywhere() throws Exception {
        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND, Map.of("attempts_left", "4")));
        StytchError.check(rig.post("/login/session", "{\"code\":\"1\"}"), 404, "otp_code_not_found");

        rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE));
        StytchError.check(rig.send(withCookie("/login/session").build()), 503, "server_unavailable");
    }

    /// These are the requests that a page of another site can make a browser send without asking first.
    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void otherSitesCannotCallIt(String type) throws Exception {
        var request = rig.to("/login/session").header("Content-Type", type);

        StytchError.check(rig.send(request.POST(BodyPublishers.ofString("{}")).build()), 415, "unsupported_media_type");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void itIsThereForThisMachineOnly() throws Exception {
        var asked = "GET /login HTTP/1.1\r\nHost: rebound.example\r\n\r\n";

        StytchError.check(rig.raw().send(asked), 404, "route_not_found");
        StytchError.check(rig.raw().send(asked.replace("/login", "/login/session")), 404, "route_not_found");
    }

    @Test
    void withoutAProjectThereIsNone() throws Exception {
        try (var plain = new Rig(Map.of("COUNTERSIGN_DEV", "true"))) {
            StytchError.check(plain.get("/login"), 404, "route_not_found");
            StytchError.check(plain.get("/login/session"), 404, "route_not_found");
        }
    }

    private HttpRequest.Builder withCookie(String path) {
        return rig.to(path).header("Cookie", "other=1; countersign_login=" + TOKEN);
    }

    private static void assertLoggedIn(HttpResponse<String> response) {
        var json = JsonParser.parseString(response.body()).getAsJsonObject();
        assertThat(json.get("logged_in").getAsBoolean()).isTrue();
        assertThat(json.get("user_id").getAsString()).isEqualTo("user-test-1");
        assertThat(json.get("phone_number").getAsString()).isEqualTo("+12025550162");
        assertThat(json.get("expires_in_seconds").getAsInt()).isBetween(3500, 3600);
    }

    private static void assertLoggedOut(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).endsWith("\"logged_in\":false}");
        assertThat(response.headers().firstValue("Set-Cookie"))
                .hasValue("countersign_login=; Path=/login; HttpOnly; SameSite=Strict; Max-Age=0");
    }

    private static Session session() {
        return Session.newBuilder()
                .setUserId("user-test-1")
                .setExpiresAt(Timestamps.fromMillis(System.currentTimeMillis() + 3_600_000))
                .addAuthenticationFactors(AuthenticationFactor.newBuilder()
                        .setPhoneNumberFactor(PhoneNumberFactor.newBuilder().setPhoneNumber("+12025550162")))
                .build();
    }
}
