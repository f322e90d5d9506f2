package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.countersign.v1.GetAuditorResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in to the console by way of an identity provider.
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ConsoleOidcTest {
    private static final String SECRET = "secret-test-of-the-auditor";

    private TestProvider provider;
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        provider = new TestProvider();
        rig = new Rig(settings(provider.issuer()));
        rig.service()
                .answers(GetAuditorResponse.newBuilder()
                        .setProjectId(Rig.PROJECT)
                        .setSecretId("secret-test-1")
                        .build());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        provider.close();
    }

    private static Map<String, String> settings(String issuer) {
        return Map.of(
                "COUNTERSIGN_CONSOLE_ENABLED",
                "true",
                "COUNTERSIGN_CONSOLE_URL",
                "https://audit.example.com",
                "COUNTERSIGN_CONSOLE_OIDC_ISSUER",
                issuer,
                "COUNTERSIGN_CONSOLE_OIDC_CLIENT_ID",
                TestProvider.CLIENT,
                "COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET",
                TestProvider.CLIENT_SECRET,
                "COUNTERSIGN_CONSOLE_OIDC_CLAIM",
                "groups",
                "COUNTERSIGN_CONSOLE_OIDC_CLAIM_VALUE",
                "security",
                "COUNTERSIGN_CONSOLE_OIDC_PROJECT_ID",
                Rig.PROJECT,
                "COUNTERSIGN_CONSOLE_OIDC_SECRET",
                SECRET);
    }

    @Test
    void whoIsVouchedForReadsWithTheSecretOfTheSettings() throws Exception {
        var begun = post("oidc", "{}", "");
        var cookie = cookie(begun);
        var location = location(begun);
        assertThat(query(location))
                .containsEntry("redirect_uri", "https://audit.example.com/console/signed-in")
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");

        var response = finish(provider.code(location), state(location), cookie);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"signed_in\":true", "\"name\":\"ada@example.com\"");
        assertThat(response.body()).doesNotContain(SECRET, TestProvider.CLIENT_SECRET);
        assertThat(rig.service().heard().header("authorization")).isEqualTo(Basic.of(Rig.PROJECT, SECRET));
        assertThat(cookie(response)).as("a session of another name").isNotEqualTo(cookie);
        assertThat(response.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure", "; HttpOnly");
    }

    static Stream<Arguments> unfitTokens() {
        return Stream.of(
                bent("of somebody who may not", claims -> claims.claim("groups", List.of("staff"))),
                bent("without the claim", claims -> claims.claim("groups", null)),
                bent("with the claim as part of a text", claims -> claims.claim("groups", "not security")),
                bent("to another question", claims -> claims.claim("nonce", "another")),
                bent("without a nonce", claims -> claims.claim("nonce", null)),
                bent("of another issuer", claims -> claims.issuer("https://evil.example")),
                bent("for another client", claims -> claims.audience("another")),
                bent(
                        "that has expired",
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600)))));
    }

    private static Arguments bent(String what, TestProvider.Bend bend) {
        return Arguments.of(what, bend);
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("unfitTokens")
    void whoseTokenDoesNotFitStaysOutside(String what, TestProvider.Bend bend) throws Exception {
        provider.bends(bend);

        assertStaysOutside();
    }

    static Stream<Arguments> unverified() {
        return Stream.of(
                bent("that says nothing", claims -> claims),
                bent("that denies it", claims -> claims.claim("email_verified", false)),
                bent("that says so in a text", claims -> claims.claim("email_verified", "true")));
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("unverified")
    void anAddressThatTheProviderHasNotVerifiedCountsForNothing(String what, TestProvider.Bend bend) throws Exception {
        byAddress();
        provider.bends(bend);

        assertStaysOutside();
    }

    @Test
    void anAddressThatTheProviderHasVerifiedCounts() throws Exception {
        byAddress();
        provider.bends(claims -> claims.claim("email_verified", true));

        assertThat(comesBack().statusCode()).isEqualTo(200);
    }

    private void byAddress() {
        rig.close();
        var byAddress = new HashMap<>(settings(provider.issuer()));
        byAddress.put("COUNTERSIGN_CONSOLE_OIDC_CLAIM", "email");
        byAddress.put("COUNTERSIGN_CONSOLE_OIDC_CLAIM_VALUE", "ada@example.com");
        rig = new Rig(byAddress);
        rig.service()
                .answers(GetAuditorResponse.newBuilder()
                        .setProjectId(Rig.PROJECT)
                        .setSecretId("secret-test-1")
                        .build());
    }

    @Test
    void whoCameIsLoggedByAHashAndNoName() throws Exception {
        try (var logged = new Logged()) {
            assertThat(comesBack().statusCode()).isEqualTo(200);

            var person = (provider.issuer() + "\nperson-1").getBytes(StandardCharsets.UTF_8);
            var hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(person), 0, 16);
            assertThat(logged.lines())
                    .anySatisfy(line -> assertThat(line).endsWith(hash + " came, and reads with secret-test-1"))
                    .noneSatisfy(line -> assertThat(line).containsAnyOf("ada@example.com", "person-1"));
        }
    }

    private HttpResponse<String> comesBack() throws Exception {
        var begun = post("oidc", "{}", "");
        var location = location(begun);
        return finish(provider.code(location), state(location), cookie(begun));
    }

    @Test
    void aTokenThatSomebodyElseSignedCountsForNothing() throws Exception {
        provider.signsWithAnotherKey();

        assertStaysOutside();
    }

    private void assertStaysOutside() throws Exception {
        var begun = post("oidc", "{}", "");
        var location = location(begun);

        var response = finish(provider.code(location), state(location), cookie(begun));

        StytchError.check(response, 403, "console_sign_in_refused");
        assertThat(rig.service().heardNothing()).isTrue();
        assertThat(rig.send(own("session").header("Cookie", cookie(begun)).build())
                        .body())
                .contains("\"signed_in\":false");
    }

    @Test
    void anAnswerCountsOnceAndInTheBrowserThatAsked() throws Exception {
        var begun = post("oidc", "{}", "");
        var location = location(begun);
        var state = state(location);
        var code = provider.code(location);

        StytchError.check(finish(code, state, ""), 403, "console_sign_in_refused");
        StytchError.check(finish(code, state, cookie(post("oidc", "{}", ""))), 403, "console_sign_in_refused");
        assertThat(finish(code, state, cookie(begun)).statusCode()).isEqualTo(200);
        StytchError.check(finish(code, state, cookie(begun)), 403, "console_sign_in_refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another", ""})
    void anAnswerWithAnotherStateCountsForNothing(String state) throws Exception {
        var begun = post("oidc", "{}", "");

        StytchError.check(finish(provider.code(location(begun)), state, cookie(begun)), 403, "console_sign_in_refused");
    }

    @Test
    void aCodeThatTheProviderDoesNotKnowCountsForNothing() throws Exception {
        var begun = post("oidc", "{}", "");

        StytchError.check(finish("made-up", state(location(begun)), cookie(begun)), 403, "console_sign_in_refused");
    }

    @Test
    void aProviderThatIsAwayIsToldAndKeepsNothingFromStarting() throws Exception {
        provider.close();

        StytchError.check(post("oidc", "{}", ""), 503, "server_unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COUNTERSIGN_CONSOLE_URL",
                "COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET",
                "COUNTERSIGN_CONSOLE_OIDC_CLAIM",
                "COUNTERSIGN_CONSOLE_OIDC_CLAIM_VALUE",
                "COUNTERSIGN_CONSOLE_OIDC_SECRET",
            })
    void halfOfTheSettingsStopTheBoot(String missing) {
        var some = new HashMap<>(settings("https://id.example.com"));
        some.remove(missing);

        assertThatThrownBy(() -> GatewayConfig.load(some))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("console.oidc.issuer needs ");
    }

    @Test
    void secretsAreInNoTextOfTheSettings() {
        assertThat(GatewayConfig.load(settings("https://id.example.com")).toString())
                .doesNotContain(SECRET, TestProvider.CLIENT_SECRET);
    }

    private HttpResponse<String> finish(String code, String state, String cookie) throws Exception {
        return post("oidc/session", "{\"code\":\"%s\",\"state\":\"%s\"}".formatted(code, state), cookie);
    }

    private HttpResponse<String> post(String path, String json, String cookie) throws Exception {
        var request = own(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return rig.send(request.build());
    }

    private HttpRequest.Builder own(String path) {
        return rig.anonymous("/console/api/" + path).header("Sec-Fetch-Site", "same-origin");
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static URI location(HttpResponse<String> response) {
        return URI.create(JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("location")
                .getAsString());
    }

    private static String state(URI location) {
        return Objects.requireNonNull(query(location).get("state"));
    }

    private static Map<String, String> query(URI location) {
        var fields = new Fields();
        UrlEncoded.decodeUtf8To(location.getRawQuery(), fields);
        var found = new HashMap<String, String>();
        fields.forEach(field -> found.put(field.getName(), field.getValue()));
        return found;
    }
}
