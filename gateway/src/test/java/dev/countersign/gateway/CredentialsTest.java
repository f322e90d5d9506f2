package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.LoginOrCreateBySmsResponse;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @AutoClose
    private final Rig rig = new Rig();

    CredentialsTest() {
        rig.service().answers(LoginOrCreateBySmsResponse.getDefaultInstance());
    }

    @Test
    void theHeaderReachesTheServiceAsItCame() throws Exception {
        rig.post(Rig.LOGIN, "{}");

        assertThat(rig.service().heard().header("authorization")).isEqualTo(Rig.BASIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Bearer x", "nonsense", "basic   eDp5"})
    void whatItSaysIsForTheServiceToJudge(String header) throws Exception {
        post("Authorization: " + header + "\r\n");

        assertThat(rig.service().heard().header("authorization")).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization:\r\n",
                "Authorization: Basic eDp5\r\nAuthorization: Basic eDp5\r\n",
                "Authorization: Basic \u00e4\r\n",
                "Authorization: Basic a\tb\r\n"
            })
    void whatCannotTravelCountsAsMissing(String headers) throws Exception {
        post(headers);

        assertThat(rig.service().heard().header("authorization")).isNullOrEmpty();
    }

    @Test
    void aHeaderThatIsTooLongToBeACredentialCountsAsMissing() throws Exception {
        post("Authorization: Basic " + "a".repeat(4090) + "\r\n");
        assertThat(rig.service().heard().header("authorization")).hasSize(4096);

        post("Authorization: Basic " + "a".repeat(4091) + "\r\n");
        assertThat(rig.service().heard().header("authorization")).isNull();
    }

    @Test
    void theRequestIdOfTheAnswerReachesTheServiceAndThatOfTheClientDoesNot() throws Exception {
        var reply = post("X-Request-Id: request-id-test-made-up\r\nAuthorization: " + Rig.BASIC + "\r\n");

        var id = rig.service().heard().header("x-request-id");
        assertThat(id).startsWith("request-id-test-").isNotEqualTo("request-id-test-made-up");
        assertThat(reply.body()).contains("\"request_id\":\"" + id + "\"");
    }

    @Test
    void everyRequestHasAnIdOfItsOwn() throws Exception {
        post("");
        post("");

        assertThat(rig.service().heard().header("x-request-id"))
                .isNotEqualTo(rig.service().heard().header("x-request-id"));
    }

    @Test
    void theEnvironmentIsThatOfTheProjectId() {
        assertThat(environment(Basic.of("project-live-3f1c1f6e", "s"))).isEqualTo("live");
        assertThat(environment(Basic.of("project-live-3f1c1f6e", "s").replace("Basic", "bAsIc")))
                .isEqualTo("live");
        assertThat(environment(Basic.of("project-test-3f1c1f6e", "s"))).isEqualTo("test");
        assertThat(environment(Basic.of("project-liv", "project-live"))).isEqualTo("test");
        assertThat(environment("Bearer cHJvamVjdC1saXZl")).isEqualTo("test");
        assertThat(environment("")).isEqualTo("test");
    }

    @Test
    void theyDoNotShowInText() {
        assertThat(credentials(Rig.BASIC)).hasToString("Credentials[******]");
        assertThat(Credentials.of(HttpFields.EMPTY)).hasToString("Credentials[none]");
    }

    private RawHttp.Reply post(String headers) throws Exception {
        var reply = rig.raw()
                .send("POST " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private static String environment(String header) {
        return credentials(header).environment();
    }

    private static Credentials credentials(String header) {
        return Credentials.of(HttpFields.build().put("Authorization", header));
    }
}
