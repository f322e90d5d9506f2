package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
        rig.service().answers(LoginOrCreateBySmsResponse.getDefaultInstance());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "true",
                "1",
                "\"{}\"",
                "[]",
                "[{}]",
                "{",
                "{}{}",
                "{} x",
                "{\"phone_number\"}",
                "{\"phone_number\":}",
                "{\"phone_number\":\"+1\",}",
                "{phone_number:\"+1\"}",
                "{'phone_number':'+1'}",
                "{\"phone_number\":\"+1\"",
                "{\"phone_number\":\"+1\n\"}",
                "{\"phone_number\":\"\\x\"}",
                "{\"phone_number\":\"+1\"} // more",
                "{\"phone_number\":\"+1\",\"phone_number\":\"+2\"}",
                "{\"phone_number\":\"+1\",\"phoneNumber\":\"+2\"}",
                "{\"unknown\":1,\"unknown\":1}",
                "{\"phone_number\":12025550162}",
                "{\"phone_number\":true}",
                "{\"phone_number\":{}}",
                "{\"phone_number\":[\"+1\"]}",
                "{\"phoneNumber\":1}",
                "{\"expiration_minutes\":\"2\"}",
                "{\"expiration_minutes\":2.5}",
                "{\"expiration_minutes\":2147483648}",
                "{\"expiration_minutes\":1e400}",
                "{\"expiration_minutes\":99999999999999999999999999}",
                "{\"expiration_minutes\":NaN}",
                "{\"expiration_minutes\":01}",
                "{\"expiration_minutes\":true}",
                "{\"create_user_as_pending\":\"true\"}",
                "{\"create_user_as_pending\":1}",
                "{\"create_user_as_pending\":True}",
                "{\"attributes\":\"none\"}",
                "{\"attributes\":[]}",
                "{\"attributes\":{\"ip_address\":1}}",
                "{\"attributes\":{\"ip_address\":\"a\",\"ip_address\":\"b\"}}",
                "{\"unknown\":1e400}",
                "{\"unknown\":[1,]}",
                "{\"unknown\":\"\\ud800\"}",
                "{\"phone_number\":\"\\ud800\"}",
                "{\"\\udc00\":1}"
            })
    void whatIsNotTheJsonOfTheMessageIsRefused(String body) throws Exception {
        StytchError.check(rig.post(Rig.LOGIN, body), 400, "bad_request");
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"attributes\":"})
    void whatIsNestedVeryDeeplyIsRefused(String opening) throws Exception {
        StytchError.check(rig.post(Rig.LOGIN, opening.repeat(4000)), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "1", "true", "[]", "[{}]"})
    void metadataThatIsNoObjectIsNamed(String metadata) throws Exception {
        for (var member : List.of("trusted_metadata", "untrusted_metadata")) {
            StytchError.check(
                    rig.post("/v1/users", "{\"" + member + "\":" + metadata + "}"), 400, "metadata_invalid_format");
        }
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void thirtyTwoLevelsAreReadInAMemberAndOneMoreIsNot() throws Exception {
        read("{\"u\":" + "[".repeat(32) + "]".repeat(32) + "}");

        StytchError.check(rig.post(Rig.LOGIN, "{\"u\":" + "[".repeat(33) + "]".repeat(33) + "}"), 400, "bad_request");
    }

    @Test
    void namesAndTextsOfAnyLengthAreRead() throws Exception {
        var longest = "x".repeat(60_000);

        assertThat(read("{\"phone_number\": \"" + longest + "\"}"))
                .isEqualTo(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(longest)
                        .build());
        assertThat(read("{\"" + longest + "\": -1e-1000000000}"))
                .isEqualTo(LoginOrCreateBySmsRequest.getDefaultInstance());
    }

    @Test
    void numbersThatAreNoNumberForAComputerAreRefused() throws Exception {
        var digits = "1".repeat(60_000);

        for (var number :
                List.of(digits, "-" + digits, "0." + digits, "1e" + digits, "1e-1000000000", "1e1000000000")) {
            StytchError.check(rig.post(Rig.LOGIN, "{\"expiration_minutes\": " + number + "}"), 400, "bad_request");
        }
        StytchError.check(rig.post(Rig.LOGIN, "{\"unknown\": [" + digits + "]}"), 400, "bad_request");
    }

    @Test
    void membersBecomeFields() throws Exception {
        var sent = read("""
                {"phone_number": "+12025550162", "expiration_minutes": 5, "create_user_as_pending": true,
                 "attributes": {"ip_address": "::1", "user_agent": "a \\u00fc \\ud83d\\ude00 \\" b"}}""");

        assertThat(sent)
                .isEqualTo(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+12025550162")
                        .setExpirationMinutes(5)
                        .setCreateUserAsPending(true)
                        .setAttributes(
                                Attributes.newBuilder().setIpAddress("::1").setUserAgent("a ü 😀 \" b"))
                        .build());
    }

    @Test
    void membersThatAreNullOrUnknownCountAsAbsent() throws Exception {
        var sent = read("""
                {"phone_number": null, "expiration_minutes": null, "create_user_as_pending": null, "attributes": null,
                 "session_custom_claims": {}, "roles": [], "project_id": "x", "n": null,
                 "deep": {"a": [1, 2.5e3, true, null, {"b": ""}]}}""");

        assertThat(sent).isEqualTo(LoginOrCreateBySmsRequest.getDefaultInstance());
    }

    @Test
    void valuesAreForTheServiceToJudge() throws Exception {
        var sent = read("{\"phone_number\": \"nonsense\", \"expiration_minutes\": -7}");

        assertThat(sent)
                .isEqualTo(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("nonsense")
                        .setExpirationMinutes(-7)
                        .build());
    }

    @Test
    void anEmptyMessageIsStillOne() throws Exception {
        assertThat(read("{}")).isEqualTo(LoginOrCreateBySmsRequest.getDefaultInstance());
        assertThat(read("\uFEFF {\t}\r\n")).isEqualTo(LoginOrCreateBySmsRequest.getDefaultInstance());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/json ; version=1; charset=Utf-8"
            })
    void jsonMayBeDeclaredWithParameters(String type) throws Exception {
        var request = rig.to(Rig.LOGIN).header("Content-Type", type).POST(BodyPublishers.ofString("{}"));

        assertThat(rig.send(request.build()).statusCode()).isEqualTo(200);
        rig.service().heard();
    }

    @Test
    void aBodyOfUnknownLengthIsRead() throws Exception {
        var chunks = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream("{\"phone_number\":\"+1\"}".getBytes(StandardCharsets.UTF_8)));
        var request =
                rig.to(Rig.LOGIN).header("Content-Type", "application/json").POST(chunks);

        assertThat(rig.send(request.build()).statusCode()).isEqualTo(200);
        assertThat(rig.service().heard().request())
                .isEqualTo(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber("+1")
                        .build());
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws Exception {
        assertThat(rig.post(Rig.LOGIN, "{}" + " ".repeat(65_534)).statusCode()).isEqualTo(200);
        rig.service().heard();
        StytchError.check(rig.post(Rig.LOGIN, "{}" + " ".repeat(65_535)), 413, "request_too_large");
    }

    private static Message read(String body) throws Exception {
        assertThat(rig.post(Rig.LOGIN, body).statusCode()).isEqualTo(200);
        return rig.service().heard().request();
    }
}
