package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The description of the API tells what the gateway serves. Whether it is valid OpenAPI is for `.ci/run` to check.
class OpenApiTest {
    private static JsonObject document;

    @BeforeAll
    static void read() throws Exception {
        try (var rig = new Rig()) {
            document = JsonParser.parseString(rig.get("/openapi.json").body()).getAsJsonObject();
        }
    }

    @Test
    void hasTheRoutesOfTheServicesThatAreServedAndNoOthers() {
        var told = new TreeSet<String>();
        document.getAsJsonObject("paths")
                .entrySet()
                .forEach(path -> path.getValue()
                        .getAsJsonObject()
                        .keySet()
                        .forEach(verb -> told.add(verb + " " + path.getKey())));

        assertThat(told).isEqualTo(new TreeSet<>(Gateway.routesOfServices()));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
        visit(document, object -> {
            if (object.has("$ref")) {
                var name = object.get("$ref").getAsString().replace("#/components/schemas/", "");
                assertThat(schemas.has(name)).as(name).isTrue();
            }
        });
    }

    @Test
    void rulesOfTheProtoFilesAreLimits() {
        var request = member("schemas", "LoginOrCreateBySmsRequest");
        assertThat(request.getAsJsonArray("required").toString()).isEqualTo("[\"phone_number\"]");
        var properties = request.getAsJsonObject("properties");
        assertThat(properties.getAsJsonObject("phone_number").get("maxLength").getAsInt())
                .isEqualTo(32);
        assertThat(properties
                        .getAsJsonObject("expiration_minutes")
                        .get("minimum")
                        .getAsInt())
                .isEqualTo(1);
        assertThat(properties
                        .getAsJsonObject("expiration_minutes")
                        .get("maximum")
                        .getAsInt())
                .isEqualTo(10);
    }

    @Test
    void membersThatMayBeAbsentAreNotRequired() {
        var required = member("schemas", "AuthenticateResponse").getAsJsonArray("required");

        assertThat(required.toString())
                .contains("session_token", "reset_sessions")
                .doesNotContain("\"session\"");
    }

    /// As the answers have it; what comes in is left out instead.
    @Test
    void membersOfAnswersThatMayBeAbsentMayBeNull() {
        var login = member("schemas", "AuthenticateResponse").getAsJsonObject("properties");
        assertThat(login.getAsJsonObject("session").get("anyOf").toString())
                .isEqualTo("[{\"$ref\":\"#/components/schemas/Session\"},{\"type\":\"null\"}]");
        assertThat(login.getAsJsonObject("user").has("anyOf")).isFalse();
        var user = member("schemas", "User").getAsJsonObject("properties");
        for (var name : List.of("external_id", "lock_created_at")) {
            assertThat(user.getAsJsonObject(name).get("type").toString()).isEqualTo("[\"string\",\"null\"]");
        }
        assertThat(user.getAsJsonObject("user_id").get("type").getAsString()).isEqualTo("string");
        assertThat(member("schemas", "NameChangeRequest").toString()).doesNotContain("null");
    }

    @Test
    void anRpcHasTheErrorsThatItsCommentAndItsFieldsName() {
        var responses = operation("/v1/otps/authenticate", "post").getAsJsonObject("responses");

        assertThat(responses.keySet()).contains("200", "400", "401", "404", "413", "415", "429", "500", "503", "504");
        assertThat(responses.get("404").toString())
                .contains("\"otp_code_not_found\"", "\"session_not_found\"")
                .doesNotContain("phone_number_not_found");
        assertThat(responses.get("400").toString()).contains("\"jwt_invalid_claims\"", "\"invalid_ip_address\"");
        var sent = operation("/v1/otps/sms/send", "post").getAsJsonObject("responses");
        assertThat(sent.get("404").toString()).contains("\"phone_number_not_found\"");
        assertThat(sent.get("429").toString()).contains("\"user_lock_limit_reached\"", "Retry-After");
    }

    @Test
    void rolesOfSecretsAreErrorsOfEveryRpcThatTakesOne() {
        var login = operation("/v1/otps/sms/login_or_create", "post").getAsJsonObject("responses");
        assertThat(login.get("403").toString())
                .contains("\"unauthorized_action\"")
                .doesNotContain("reveal_not_allowed");
        for (var path : List.of("/v1/audit/events/{entry}", "/v1/audit/challenges/{challenge_id}")) {
            assertThat(operation(path, "get")
                            .getAsJsonObject("responses")
                            .get("403")
                            .toString())
                    .contains("\"unauthorized_action\"", "\"reveal_not_allowed\"");
        }
        for (var path : List.of("/v1/audit/events/search", "/v1/audit/export")) {
            assertThat(operation(path, "post")
                            .getAsJsonObject("responses")
                            .get("403")
                            .toString())
                    .contains("\"reveal_not_allowed\"");
        }
        assertThat(operation("/v1/sessions/jwks/{project_id}", "get")
                        .getAsJsonObject("responses")
                        .has("403"))
                .isFalse();
    }

    @Test
    void callsThatAKeyMayNameTakeItAsAHeader() {
        assertThat(parametersOf("/v1/users/{user_id}", "put")).contains("\"in\":\"header\"", "\"Idempotency-Key\"");
        assertThat(parametersOf("/v1/otps/authenticate", "post")).contains("\"Idempotency-Key\"");
        assertThat(parametersOf("/v1/users/{user_id}", "get")).doesNotContain("Idempotency-Key");
        assertThat(operation("/v1/users/search", "post").has("parameters")).isFalse();
    }

    private static String parametersOf(String path, String verb) {
        return operation(path, verb).getAsJsonArray("parameters").toString();
    }

    @Test
    void whatNeedsNoCredentialsSaysSo() {
        var keys = operation("/v1/sessions/jwks/{project_id}", "get");

        assertThat(keys.getAsJsonArray("security")).isEmpty();
        assertThat(keys.getAsJsonObject("responses").has("401")).isFalse();
        assertThat(operation("/v1/sessions", "get").has("security")).isFalse();
    }

    private static JsonObject member(String kind, String name) {
        return document.getAsJsonObject("components").getAsJsonObject(kind).getAsJsonObject(name);
    }

    private static JsonObject operation(String path, String verb) {
        return document.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(verb);
    }

    private static void visit(JsonElement element, Consumer<JsonObject> visitor) {
        if (element instanceof JsonObject object) {
            visitor.accept(object);
            object.entrySet().forEach(member -> visit(member.getValue(), visitor));
        } else if (element instanceof JsonArray array) {
            StreamSupport.stream(array.spliterator(), false).forEach(item -> visit(item, visitor));
        }
    }
}
