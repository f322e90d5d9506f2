package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real answers hold every member that the description of the API promises, and every one that Stytch promises at the
/// same path: some of its clients drop an answer in which one is missing.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AnswersIT {
    private static final String NUMBER = "+12025550181";

    private final RequiredMembers stytch = RequiredMembers.ofStytch();
    private final TreeSet<String> called = new TreeSet<>();
    private Dev dev;
    private RestClient client;
    private RequiredMembers ours;

    @BeforeAll
    void start(@TempDir Path folder) {
        dev = Dev.start(folder);
        client = dev.client();
        ours = new RequiredMembers(
                client.send(client.anonymous("/openapi.json")).body());
    }

    @AfterAll
    void stop() {
        dev.close();
    }

    /// A route that comes to the API needs a call here.
    @Test
    void holdWhatIsPromised() {
        var login = post("/v1/otps/sms/login_or_create", "{\"phone_number\": \"%s\"}".formatted(NUMBER));
        authenticate(login, 1, "");
        post("/v1/otps/sms/send", "{\"phone_number\": \"%s\"}".formatted(NUMBER));
        var proven = authenticate(login, 2, ", \"session_duration_minutes\": 60");
        var token = proven.text("session_token");
        get("/v1/sessions", "/v1/sessions?user_id=" + proven.text("user_id"));
        post("/v1/sessions/authenticate", "{\"session_token\": \"%s\"}".formatted(token));
        get(
                "/v1/sessions/jwks/{project_id}",
                "/v1/sessions/jwks/" + dev.credentials().project());
        post("/v1/sessions/revoke", "{\"session_token\": \"%s\"}".formatted(token));

        var served = new TreeSet<String>();
        ours.document()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().forEach(verb -> served.add(verb.getKey() + " " + path.getKey())));
        assertThat(called).as("calls that this test makes").isEqualTo(served);
    }

    @Test
    void refusalsHoldWhatIsPromised() {
        var refused = client.post("/v1/otps/authenticate", "{}");

        refused.assertRefused(400, "invalid_method_id");
        var schema = ours.document().path("components").path("schemas").path("Error");
        assertThat(ours.missing(schema, refused.body())).isEmpty();
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
        var request =
                client.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return checked("post", path, request);
    }

    private void get(String route, String path) {
        checked("get", route, client.request(path));
    }

    private Answer checked(String verb, String route, HttpRequest.Builder request) {
        var answer = client.send(request).success();
        called.add(verb + " " + route);
        var promised = ours.document()
                .path("paths")
                .path(route)
                .path(verb)
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(promised.isMissingNode())
                .as("%s %s is described", verb, route)
                .isFalse();
        assertMissesNothing(ours, promised, answer, verb + " " + route + ", as described");
        var theirs = stytch.document().path("paths").path(route).path(verb);
        assertMissesNothing(stytch, theirs, answer, verb + " " + route + ", as Stytch has it");
        return answer;
    }

    private static void assertMissesNothing(RequiredMembers members, JsonNode schema, Answer answer, String what) {
        assertThat(members.missing(schema, answer.body())).as(what).isEmpty();
    }
}
