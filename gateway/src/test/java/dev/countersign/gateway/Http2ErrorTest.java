package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2ErrorTest {
    @AutoClose
    private final Rig rig = new Rig(Map.of(), Version.HTTP_2);

    @BeforeEach
    void upgrade() throws Exception {
        assertThat(rig.get("/healthz").version()).isEqualTo(Version.HTTP_2);
    }

    @AfterEach
    void nothingReachedTheService() {
        assertThat(rig.service().heardNothing()).isTrue();
    }

    @Test
    void anUnknownRouteIsNotFound() throws Exception {
        check(rig.get("/v1/nothing"), 404, "route_not_found");
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        var response = rig.get(Rig.LOGIN);

        check(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void anAmbiguousPathIsRefused() throws Exception {
        check(rig.get("/v1%2Fnothing"), 400, "bad_request");
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() throws Exception {
        check(rig.post(Rig.LOGIN, "{"), 400, "bad_request");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        check(rig.post(Rig.LOGIN, " ".repeat(500_000)), 413, "request_too_large");
    }

    private static void check(HttpResponse<String> response, int status, String type) {
        assertThat(response.version()).isEqualTo(Version.HTTP_2);
        StytchError.check(response, status, type);
    }
}
