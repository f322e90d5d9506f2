package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionResponse;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import dev.countersign.v1.Session;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HappyPathTest {
    private static final String ENVELOPE = "\\{\"status_code\":200,\"request_id\":\"request-id-test-[0-9a-f-]{36}\"";

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aLoginGoesThroughEveryRpc(Version version) throws Exception {
        try (var rig = new Rig(Map.of(), version)) {
            // Where the client wants h2, this is the request that it upgrades the connection with.
            assertThat(rig.get("/healthz").version()).isEqualTo(version);
            rig.service().answers(Answers.LOGIN);
            check(rig.post(Rig.LOGIN, "{\"phone_number\":\"+12025550162\"}"), version, Answers.LOGIN_JSON);
            heard(
                    rig,
                    LoginOrCreateBySmsRequest.newBuilder()
                            .setPhoneNumber("+12025550162")
                            .build());

            rig.service().answers(Answers.SEND);
            check(rig.post("/v1/otps/sms/send", "{\"phone_number\":\"+1\"}"), version, Answers.SEND_JSON);
            heard(rig, SendBySmsRequest.newBuilder().setPhoneNumber("+1").build());

            rig.service().answers(Answers.LOGIN_BY_WHATSAPP);
            check(rig.post("/v1/otps/whatsapp/login_or_create", "{\"locale\":\"ptbr\"}"), version, Answers.LOGIN_JSON);
            heard(
                    rig,
                    LoginOrCreateByWhatsappRequest.newBuilder()
                            .setLocale("ptbr")
                            .build());

            rig.service().answers(Answers.SEND_BY_WHATSAPP);
            check(rig.post("/v1/otps/whatsapp/send", "{\"phone_number\":\"+1\"}"), version, Answers.SEND_JSON);
            heard(rig, SendByWhatsappRequest.newBuilder().setPhoneNumber("+1").build());

            rig.service().answers(Answers.AUTHENTICATE);
            check(rig.post("/v1/otps/authenticate", "{\"code\":\"012345\"}"), version, Answers.AUTHENTICATE_JSON);
            heard(rig, AuthenticateRequest.newBuilder().setCode("012345").build());
        }
    }

    @Test
    void aSessionTellsItsRoles() throws Exception {
        try (var rig = new Rig()) {
            rig.service()
                    .answers(AuthenticateSessionResponse.newBuilder()
                            .setSession(Session.newBuilder().addRoles("admin").addRoles("billing:read"))
                            .build());

            var json = JsonParser.parseString(rig.post("/v1/sessions/authenticate", "{\"session_token\":\"t\"}")
                    .body());

            assertThat(json.getAsJsonObject().getAsJsonObject("session").get("roles"))
                    .hasToString("[\"admin\",\"billing:read\"]");
        }
    }

    @Test
    void h2MayBeSpokenFromTheFirstByte() throws Exception {
        try (var rig = new Rig()) {
            var emptySettings = "\0\0\0\4\0\0\0\0\0";

            var reply = rig.raw().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + emptySettings);

            var frameType = reply.head().charAt(3);
            assertThat(frameType).as("settings").isEqualTo('\4');
        }
    }

    @Test
    void theHandsetShowsItsMessages() throws Exception {
        try (var rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"))) {
            rig.service().answers(Answers.MESSAGES);

            var response = rig.get("/dev/messages?phone_number=%2B12025550162&unknown=x");

            heard(
                    rig,
                    ListMessagesRequest.newBuilder()
                            .setPhoneNumber("+12025550162")
                            .build());
            var json = JsonParser.parseString(response.body()).getAsJsonObject();
            var message = json.getAsJsonArray("messages").get(0).getAsJsonObject();
            assertThat(message.get("body").getAsString()).isEqualTo("Your \"code\" is 012345 — grüße 😀\n<b>");
            assertThat(message.get("code").getAsString()).isEqualTo("012345");
            assertThat(message.get("received_at").getAsString()).isEqualTo("2026-09-21T14:13:20Z");
        }
    }

    @Test
    void withoutDevThereIsNoHandset() throws Exception {
        try (var rig = new Rig()) {
            StytchError.check(rig.get("/dev/messages?phone_number=%2B12025550162"), 404, "route_not_found");
            assertThat(rig.service().heardNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone_number=1&phone_number=2", "phone_number=%ff", "phone_number=%zz"})
    void aQueryThatCannotBeReadIsRefused(String query) throws Exception {
        try (var rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"))) {
            var reply = rig.raw().send("GET /dev/messages?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

            StytchError.check(reply, 400, "bad_request");
            assertThat(rig.service().heardNothing()).isTrue();
        }
    }

    @Test
    void theHandsetIsThereForThisMachineOnly() throws Exception {
        try (var rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"))) {
            rig.service().answers(Answers.MESSAGES);
            var asked = "GET /dev/messages?phone_number=%2B12025550162 HTTP/1.1\r\nHost: ";

            StytchError.check(rig.raw().send(asked + "rebound.example\r\n\r\n"), 404, "route_not_found");
            assertThat(rig.raw().send(asked + "127.0.0.1\r\n\r\n").head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        try (var rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"))) {
            rig.service().answers(ListMessagesResponse.getDefaultInstance());

            var response =
                    rig.send(rig.to("/dev/messages?phone_number=x").HEAD().build());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        }
    }

    private static void check(HttpResponse<String> response, Version version, String members) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(response.body()).matches(ENVELOPE + ".*");
        assertThat(response.body()).endsWith("\"," + members + "}");
    }

    private static void heard(Rig rig, Message request) throws InterruptedException {
        assertThat(rig.service().heard().request()).isEqualTo(request);
    }
}
