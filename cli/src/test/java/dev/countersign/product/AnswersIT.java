package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real answers hold every member that the description of the API promises, and every one that Stytch promises at the
/// same path, each of the type that was promised: some of its clients drop an answer in which one is missing, or
/// another.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AnswersIT {
    private static final String NUMBER = "+12025550181";

    /// The next checkpoint covers an erasure, and there is one each minute.
    private static final Duration COVERED = Duration.ofSeconds(150);

    private final PromisedMembers stytch = PromisedMembers.ofStytch();
    private final TreeSet<String> called = new TreeSet<>();
    private Dev dev;
    private RestClient client;
    private RestClient auditor;
    private PromisedMembers ours;

    @BeforeAll
    void start(@TempDir Path folder) {
        dev = Dev.start(folder);
        client = dev.client();
        auditor = dev.auditor();
        ours = new PromisedMembers(
                client.send(client.anonymous("/openapi.json")).body(), false);
    }

    @AfterAll
    void stop() {
        auditor.close();
        dev.close();
    }

    /// A route that comes to the API needs a call here.
    @Test
    void holdWhatIsPromised() {
        logIn();
        var erased = manageUsers();
        audit(erased);
        for (var kind : List.of(
                "emails/{email_id}",
                "webauthn_registrations/{webauthn_registration_id}",
                "biometric_registrations/{biometric_registration_id}",
                "totps/{totp_id}",
                "crypto_wallets/{crypto_wallet_id}",
                "passwords/{password_id}",
                "oauth/{oauth_user_registration_id}")) {
            alwaysRefused("delete", "/v1/users/" + kind);
        }

        var served = new TreeSet<String>();
        ours.document()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().forEach(verb -> served.add(verb.getKey() + " " + path.getKey())));
        assertThat(called).as("calls that this test makes").isEqualTo(served);
    }

    private void logIn() {
        var number = "{\"phone_number\": \"%s\"}".formatted(NUMBER);
        var login = post("/v1/otps/sms/login_or_create", number);
        authenticate(login, 1, "");
        post("/v1/otps/sms/send", number);
        var proven = authenticate(login, 2, ", \"session_duration_minutes\": 60");
        post("/v1/otps/whatsapp/login_or_create", number);
        post("/v1/otps/whatsapp/send", number);
        var token = "{\"session_token\": \"%s\"}".formatted(proven.text("session_token"));
        get("/v1/sessions", "/v1/sessions?user_id=" + proven.text("user_id"));
        post("/v1/sessions/authenticate", token);
        get(
                "/v1/sessions/jwks/{project_id}",
                "/v1/sessions/jwks/" + dev.credentials().project());
        post("/v1/sessions/revoke", token);
    }

    /// Gives the user that it erased.
    private String manageUsers() {
        var made = post("/v1/users", """
                {"phone_number": "+12025550182", "name": {"first_name": "Ada"}, "external_id": "ada",
                 "trusted_metadata": {"plan": "pro"}, "roles": ["reader"]}""");
        var user = "/v1/users/" + made.text("user_id");
        get("/v1/users/{user_id}", user);
        post("/v1/users/search", "{\"limit\": 1}");
        send("put", "/v1/users/{user_id}", user, "{\"name\": {\"last_name\": \"Lovelace\"}}");
        send("delete", "/v1/users/{user_id}/external_id", user + "/external_id", "{}");
        var exchanged = send(
                "put",
                "/v1/users/{user_id}/exchange_primary_factor",
                user + "/exchange_primary_factor",
                "{\"phone_number\": \"+12025550183\"}");
        var phone = exchanged.body().path("user").path("phone_numbers").path(0).path("phone_id");
        send("delete", "/v1/users/phone_numbers/{phone_id}", "/v1/users/phone_numbers/" + phone.asText(), "{}");
        send("delete", "/v1/users/{user_id}", user, "{}");
        return made.text("user_id");
    }

    private void audit(String erased) {
        checked(
                "post",
                "/v1/audit/events/search",
                auditor.request("/v1/audit/events/search")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"oldest_first\": true, \"limit\": 2}")));
        checked("get", "/v1/audit/auditor", auditor.request("/v1/audit/auditor"));
        var now = Instant.now();
        checked(
                "post",
                "/v1/audit/events/count",
                auditor.request("/v1/audit/events/count")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("""
                                {"filter": {"recorded_from": "%s", "recorded_before": "%s"}, "step_seconds": 60}"""
                                .formatted(now.minusSeconds(3600), now))));
        checked("get", "/v1/audit/events/{entry}", auditor.request("/v1/audit/events/0"));
        var issued = Eventually.gives(
                Eventually.SOON,
                () -> auditor.send(auditor.request("/v1/audit/events/search")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"filter\": {\"type\": \"passcode.CodeIssued\"}}")))
                        .success()
                        .body()
                        .path("events")
                        .path(0)
                        .path("challenge_id")
                        .asText(),
                id -> !id.isEmpty());
        checked("get", "/v1/audit/challenges/{challenge_id}", auditor.request("/v1/audit/challenges/" + issued));
        checked("get", "/v1/audit/checkpoint", auditor.request("/v1/audit/checkpoint"));
        checked("get", "/v1/audit/proofs/inclusion", auditor.request("/v1/audit/proofs/inclusion?entry=0&size=2"));
        checked(
                "get",
                "/v1/audit/proofs/consistency",
                auditor.request("/v1/audit/proofs/consistency?earlier_size=1&later_size=2"));
        var file = auditor.file("/v1/audit/export", "{}");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        called.add("post /v1/audit/export");
        var certificate = "/v1/audit/erasures/" + erased;
        Eventually.gives(
                COVERED, () -> auditor.send(auditor.request(certificate)).status(), status -> status == 200);
        checked("get", "/v1/audit/erasures/{user_id}", auditor.request(certificate));
    }

    @Test
    void refusalsHoldWhatIsPromised() {
        var refused = client.post("/v1/otps/authenticate", "{}");

        refused.assertRefused(400, "invalid_method_id");
        var schema = ours.document().path("components").path("schemas").path("Error");
        assertThat(ours.broken(schema, refused.body())).isEmpty();
        var types = ours.document()
                .path("paths")
                .path("/v1/otps/authenticate")
                .path("post")
                .path("responses")
                .path("400");
        assertThat(types.toString()).contains("\"invalid_method_id\"");
    }

    private Answer authenticate(Answer login, int messages, String rest) {
        var codes = Eventually.gives(Eventually.SOON, () -> client.codesOf(NUMBER), found -> found.size() == messages);
        return post(
                "/v1/otps/authenticate",
                "{\"method_id\": \"%s\", \"code\": \"%s\"%s}"
                        .formatted(login.text("phone_id"), codes.getFirst(), rest));
    }

    private Answer post(String path, String body) {
        return send("post", path, path, body);
    }

    private Answer send(String verb, String route, String path, String body) {
        return checked(verb, route, request(verb, path, body));
    }

    /// What nobody has cannot be taken away. That too is told as the description says.
    private void alwaysRefused(String verb, String route) {
        var refused = client.send(request(verb, route.replaceAll("[{}]", ""), "{}"));
        called.add(verb + " " + route);
        assertThat(refused.status()).as(route).isEqualTo(404);
        refused.assertRefused(404, refused.text("error_type"));
        var described = description(verb, route).path("responses").path("404").toString();
        assertThat(described).contains('"' + refused.text("error_type") + '"');
    }

    private HttpRequest.Builder request(String verb, String path, String body) {
        return client.request(path)
                .header("Content-Type", "application/json")
                .method(verb.toUpperCase(Locale.ROOT), BodyPublishers.ofString(body));
    }

    private JsonNode description(String verb, String route) {
        return ours.document().path("paths").path(route).path(verb);
    }

    private void get(String route, String path) {
        checked("get", route, client.request(path));
    }

    private Answer checked(String verb, String route, HttpRequest.Builder request) {
        var answer = client.send(request).success();
        called.add(verb + " " + route);
        var promised = description(verb, route)
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(promised.isMissingNode())
                .as("%s %s is described", verb, route)
                .isFalse();
        assertKeeps(ours, promised, answer, verb + " " + route + ", as described");
        var theirs = stytch.document().path("paths").path(route).path(verb);
        assertKeeps(stytch, theirs, answer, verb + " " + route + ", as Stytch has it");
        return answer;
    }

    private static void assertKeeps(PromisedMembers members, JsonNode schema, Answer answer, String what) {
        assertThat(members.broken(schema, answer.body())).as(what).isEmpty();
    }
}
