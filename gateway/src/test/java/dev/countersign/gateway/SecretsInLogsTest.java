package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.ErrorReason;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsInLogsTest {
    private static final String PHONE = "+12025550162";
    private static final String CODE = "271828";

    @Test
    void neitherBodiesNorCredentialsAreEverLogged() throws Exception {
        try (var rig = new Rig(Map.of("COUNTERSIGN_DEV", "true"));
                var logged = new Logged()) {
            rig.service().answers(Answers.LOGIN);
            everything(rig);
            rig.service().fails(Refusals.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND));
            everything(rig);
            var quoting = Status.INTERNAL.withDescription(PHONE + CODE).withCause(new IllegalStateException(CODE));
            rig.service().fails(quoting.asRuntimeException());
            everything(rig);
            rig.service().close();
            everything(rig);

            assertThat(logged.lines()).isNotEmpty();
            for (var secret : List.of(PHONE, "%2B12025550162", CODE, Rig.BASIC.substring(6), "not-a-real-one")) {
                assertThat(logged.lines()).noneMatch(line -> line.contains(secret));
            }
        }
    }

    private static void everything(Rig rig) throws Exception {
        rig.post(Rig.LOGIN, "{\"phone_number\":\"" + PHONE + "\"}");
        rig.post(Rig.LOGIN, "{\"phone_number\":\"" + PHONE + "\",\"expiration_minutes\":" + CODE + "9999999}");
        rig.post("/v1/otps/authenticate", "{\"code\":\"" + CODE + "\"");
        rig.post("/v1/otps/authenticate", "{\"code\":\"" + CODE + "\"}");
        rig.get("/dev/messages?phone_number=%2B12025550162");
        rig.get("/dev/messages?phone_number=%2B12025550162&phone_number=" + CODE);
        rig.raw().send("POST /" + CODE + " HTTP/1.1\r\nAuthorization: " + Rig.BASIC + "\u00e4\r\nHost: \0\r\n\r\n");
        rig.raw()
                .send(
                        "POST " + Rig.LOGIN + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + Rig.BASIC
                                + "\u00e4\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }
}
