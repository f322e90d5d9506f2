package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HealthTest {
    @AutoClose
    private final Rig rig = new Rig();

    @Test
    void aGatewayInFrontOfAServiceThatServesIsReady() throws Exception {
        var response = rig.get("/readyz");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .matches(
                        "\\{\"status_code\":200,\"request_id\":\"request-id-test-[0-9a-f-]{36}\",\"status\":\"ready\"}");
    }

    @Test
    void inFrontOfOneThatSaysItDoesNotServeItIsNot() throws Exception {
        rig.service().health().setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);

        StytchError.check(rig.get("/readyz"), 503, "server_unavailable");
    }

    @Test
    void inFrontOfOneThatIsGoneItRunsButIsNotReady() throws Exception {
        rig.service().close();

        StytchError.check(rig.get("/readyz"), 503, "server_unavailable");
        var response = rig.get("/healthz");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).endsWith("\"status\":\"running\"}");
    }
}
