package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.v1.ErrorReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Route search = route("POST", "/v1/users/search");
    private final Route get = route("GET", "/v1/users/{user_id}");
    private final Route delete = route("DELETE", "/v1/users/{user_id}");
    private final Route factor = route("DELETE", "/v1/users/{user_id}/phones/{phone_id}");
    private final Routes routes = new Routes(List.of(factor, delete, get, search));

    @Test
    void aLiteralPathGoesBeforeAVariable() {
        var users = new Routes(List.of(get, route("GET", "/v1/users/me")));

        assertThat(users.find("GET", "/v1/users/me").variables()).isEmpty();
        assertThat(users.find("GET", "/v1/users/%6de").variables()).isEmpty();
        assertThat(users.find("GET", "/v1/users/you").variables()).isEqualTo(Map.of("user_id", "you"));
    }

    @Test
    void aVariableStandsForOneSegment() {
        var found = routes.find("DELETE", "/v1/users/u-1/phones/p-2");

        assertThat(found.endpoint()).isEqualTo(factor.endpoint());
        assertThat(found.variables()).isEqualTo(Map.of("user_id", "u-1", "phone_id", "p-2"));
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "a+b, a+b",
        "a%2Bb, a+b",
        "a%20b, a b",
        "%C3%BC, ü",
        "%2e%2e%2e, ...",
        "a;b=c, a;b=c",
        "a|b, a|b"
    })
    void segmentsAreDecodedAfterThePathIsCut(String raw, String value) {
        assertThat(routes.find("GET", "/v1/users/" + raw).variables()).isEqualTo(Map.of("user_id", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "v1/users/x",
                "/v1/users",
                "/v1/users/",
                "/v1/users/x/",
                "/v1/users//phones/x",
                "/v1//users/x",
                "/V1/users/x",
                "/v1/users/.",
                "/v1/users/..",
                "/v1/users/%2e",
                "/v1/users/%2e%2e",
                "/v1%2Fusers%2Fx"
            })
    void whatIsNoPathOfOursIsNotFound(String path) {
        assertThat(refusal("GET", path).reason()).isEqualTo(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | /v1/users/search/phones/x | DELETE",
                "PUT   | /v1/users/x               | DELETE, GET, HEAD",
                "PUT   | /v1/users/search          | DELETE, GET, HEAD, POST",
                "get   | /v1/users/x               | DELETE, GET, HEAD"
            })
    void anotherMethodIsRefusedWithThoseThatAreAllowed(String method, String path, String allowed) {
        var refusal = refusal(method, path);

        assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_METHOD_NOT_ALLOWED);
        assertThat(refusal.header()).hasToString("Allow: " + allowed);
    }

    @Test
    void headCountsAsGet() {
        assertThat(routes.find("HEAD", "/v1/users/x").endpoint()).isEqualTo(get.endpoint());
    }

    @Test
    void twoRoutesForOnePathStopTheBoot() {
        assertThatThrownBy(() -> new Routes(List.of(get, route("GET", "/v1/users/{user_id}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two routes for GET /v1/users/{user_id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/{a=b}", "/v1/*", "/v1/**", "/v1/a:b", "/v1/{a.b}", "/v1/{a}b", "/v1/", "/v1/a b"})
    void aTemplateThatIsNotUnderstoodStopsTheBoot(String template) {
        assertThatThrownBy(() -> PathTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(template + ": cannot understand");
    }

    private Refusal refusal(String method, String path) {
        return catchThrowableOfType(Refusal.class, () -> routes.find(method, path));
    }

    private static Route route(String method, String path) {
        return new Route(method, PathTemplate.parse(path), call -> new Answer(200, method + path, null));
    }
}
