package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that are wrong in one way get the reason for just that, from a real gateway with a real service behind it.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RefusalsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NUMBER = "+12025550184";
    private static final String CHECK = "/v1/sessions/authenticate";
    private static final String SEARCH = "/v1/users/search";

    private Dev dev;
    private RestClient client;
    private Answer login;

    @BeforeAll
    void start(@TempDir Path folder) {
        dev = Dev.start(folder);
        client = dev.client();
        var started = client.login(NUMBER).success();
        login = client.authenticate(started.text("phone_id"), client.codeOf(NUMBER, 1))
                .success();
    }

    @AfterAll
    void stop() {
        dev.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "invalid_argument    | /v1/users                    | {'phone_number': '+12025550185', 'external_id': 'a b'}",
                "invalid_argument    | /v1/users                    | {'phone_number': '+12025550185', 'external_id': '..'}",
                "invalid_argument    | /v1/users                    | {'phone_number': '+12025550185', 'external_id': 'emails'}",
                "invalid_user_agent  | /v1/otps/sms/login_or_create |"
                        + " {'phone_number': '+12025550185', 'attributes': {'user_agent': 'LONG'}}",
                "invalid_session_token           | /v1/sessions/authenticate | {'session_token': 'short'}",
                "invalid_session_token           | /v1/sessions/revoke       | {'session_token': 'short'}",
                "unable_to_parse_session_jwt     | /v1/sessions/authenticate | {'session_jwt': 'garbage'}",
                "unable_to_parse_session_jwt     | /v1/sessions/revoke       | {'session_jwt': 'a.b'}",
                "custom_claims_too_large         | /v1/sessions/authenticate |"
                        + " {'session_token': 'TOKEN', 'session_custom_claims': {'k': 'LONG'}}",
                "stytch_claims_in_custom_claims  | /v1/sessions/authenticate |"
                        + " {'session_token': 'TOKEN', 'session_custom_claims': {'https://stytch.com/session': {}}}",
            })
    void wrongArgumentsAreNamed(String reason, String path, String body) {
        var request = body.replace('\'', '"')
                .replace("TOKEN", login.text("session_token"))
                .replace("LONG", "x".repeat(5_000));

        client.post(path, request).assertRefused(400, reason);
    }

    @ParameterizedTest
    @CsvSource({"aud, jwt_invalid_audience", "iss, jwt_invalid_issuer"})
    void jwtOfSomebodyElseIsRefusedForWhoseItIs(String claim, String reason) {
        client.post(CHECK, "{\"session_jwt\": \"%s\"}".formatted(jwtWithAnother(claim)))
                .assertRefused(400, reason);
    }

    @ParameterizedTest
    @CsvSource({"emails", "phone_numbers", "crypto_wallets"})
    void factorsAreNotChangedWithTheirUser(String factors) {
        client.send(client.request("/v1/users/" + login.text("user_id"))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"%s\": [{}]}".formatted(factors))))
                .assertRefused(400, "update_user_auth_method_not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "missing_greater_than  | created_at_between | {'less_than': '2026-01-01T00:00:00Z'}",
                "missing_less_than     | created_at_between | {'greater_than': '2026-01-01T00:00:00Z'}",
                "missing_user_ids      | user_id            | []",
                "missing_phone_ids     | phone_id           | []",
                "missing_phone_numbers | phone_number       | []",
                "maximum_filter_value_count_exceeded            | user_id | [MANY]",
                "cannot_mix_internal_and_external_user_ids      | user_id | ['ada', 'USER']",
            })
    void wrongFiltersAreNamed(String reason, String filter, String value) {
        var many = IntStream.range(0, 101).mapToObj(id -> "\"a" + id + '"').collect(Collectors.joining(","));
        var filled = value.replace('\'', '"').replace("MANY", many).replace("USER", login.text("user_id"));

        search(filter, filled).assertRefused(400, "user_search_" + reason);
    }

    @Test
    void searchThatTheDatabaseDoesNotAnswerIsGivenUp() throws SQLException {
        try (var holder = DriverManager.getConnection(dev.databaseUrl())) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table app_user in access exclusive mode");

            search("status", "\"active\"").assertRefused(408, "search_timeout");
        }
    }

    @Test
    void sandboxIsForTestProjects() {
        var made = ProductProcess.run(
                Map.of("COUNTERSIGN_DATABASE_URL", dev.databaseUrl()), "project", "create", "--live", "live");
        try (var live = new RestClient(client.address().getPort(), Credentials.in(made))) {
            var refused = live.login("+10000000000");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("error_type")).isEqualTo("invalid_phone_number_sandbox");
        }
    }

    /// As deep as there may be in metadata and claims, and one more.
    @Test
    void thirtyTwoLevelsAreTakenAndGivenBack() throws JsonProcessingException {
        var deepest = "{\"a\":".repeat(31) + "{\"z\":1}" + "}".repeat(31);

        var claims = check(deepest).success();
        assertThat(claims.body().path("session").path("custom_claims")).isEqualTo(JSON.readTree(deepest));
        check("{\"a\":" + deepest + "}").assertRefused(400, "bad_request");

        var user = client.post("/v1/users", """
                {"phone_number": "+12025550186", "trusted_metadata": %1$s, "untrusted_metadata": %1$s}""".formatted(deepest));
        assertThat(user.success().body().path("user").path("trusted_metadata")).isEqualTo(JSON.readTree(deepest));
    }

    private Answer check(String claims) {
        return client.post(CHECK, """
                {"session_token": "%s", "session_custom_claims": %s}""".formatted(login.text("session_token"), claims));
    }

    private Answer search(String filter, String value) {
        return client.post(SEARCH, """
                {"query": {"operator": "AND", "operands": [{"filter_name": "%s", "filter_value": %s}]}}""".formatted(filter, value));
    }

    /// The session's JWT with a claim that says another name; its signature is not right any more.
    private String jwtWithAnother(String claim) {
        var parts = List.of(login.text("session_jwt").split("\\."));
        var payload = (ObjectNode) read(Base64.getUrlDecoder().decode(parts.get(1)));
        payload.put(claim, "somebody else");
        return parts.get(0)
                + '.'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(payload.toString().getBytes(StandardCharsets.UTF_8))
                + '.'
                + parts.get(2);
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
