package dev.countersign.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.product.Attempt.Refused;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `dev` from end to end, as somebody meets it who pastes what it prints and then tries out what else there is.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DevIT {
    private static final String LOGIN = "/v1/otps/sms/login_or_create";
    private static final String AUTHENTICATE = "/v1/otps/authenticate";

    private Dev dev;
    private RestClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        dev = Dev.start(folder);
        client = dev.client();
    }

    @AfterAll
    void stop() {
        dev.close();
    }

    @Test
    void newNumberBecomesAUserWhosePhoneIsVerifiedByTheCode() {
        var number = PhoneNumbers.fresh();
        var login = client.login(number).success();
        assertThat(login.userCreated()).isTrue();

        var proven = client.authenticate(login.text("phone_id"), client.codeOf(number, 1))
                .success();

        assertThat(proven.text("user_id")).isEqualTo(login.text("user_id"));
        assertThat(proven.text("method_id")).isEqualTo(login.text("phone_id"));
        var phone = proven.body().path("user").path("phone_numbers").path(0);
        assertThat(phone.path("phone_number").asText()).isEqualTo(number);
        assertThat(phone.path("verified").asBoolean()).isTrue();
    }

    @Test
    void knownNumberKeepsItsUserAndPhone() {
        var number = PhoneNumbers.fresh();
        var first = client.login(number).success();
        var second = client.login(number).success();

        assertThat(second.userCreated()).isFalse();
        assertThat(second.text("user_id")).isEqualTo(first.text("user_id"));
        assertThat(second.text("phone_id")).isEqualTo(first.text("phone_id"));
    }

    @Test
    void wrongCodeIsNotFound() {
        var number = PhoneNumbers.fresh();
        var phone = client.login(number).success().text("phone_id");
        client.authenticate(phone, otherThan(client.codeOf(number, 1))).assertRefused(404, "otp_code_not_found");
    }

    @Test
    void codeWorksOnce() {
        var number = PhoneNumbers.fresh();
        var phone = client.login(number).success().text("phone_id");
        var code = client.codeOf(number, 1);
        client.authenticate(phone, code).success();
        client.authenticate(phone, code).assertRefused(401, "unable_to_auth_otp_code");
    }

    @Test
    void newerCodeEndsTheOlderOne() {
        var number = PhoneNumbers.fresh();
        var phone = client.login(number).success().text("phone_id");
        var older = client.codeOf(number, 1);
        client.login(number).success();
        var newer = client.codeOf(number, 2);

        if (!older.equals(newer)) {
            client.authenticate(phone, older).assertRefused(404, "otp_code_not_found");
        }
        client.authenticate(phone, newer).success();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"phone_number": "garbage"}                                       | 400 | invalid_phone_number
            {"phone_number": "+1202555016"}                                   | 400 | invalid_phone_number
            {}                                                                | 400 | invalid_phone_number
            {"phone_number": "+12025550171", "expiration_minutes": 0}         | 400 | invalid_expiration_otp
            {"phone_number": "+12025550171", "expiration_minutes": 11}        | 400 | invalid_expiration_otp
            {"phone_number": "+12025550171", "expiration_minutes": "x"}       | 400 | bad_request
            {"phone_number":                                                  | 400 | bad_request
            []                                                                | 400 | bad_request
            """)
    void bodyThatIsWrongIsRefused(String body, int status, String errorType) {
        client.post(LOGIN, body).assertRefused(status, errorType);
    }

    @Test
    void requestThatIsWrongIsRefused() {
        client.post("/v1/nowhere", "{}").assertRefused(404, "route_not_found");
        client.send(client.request(LOGIN).GET()).assertRefused(405, "method_not_allowed");
        client.post(LOGIN, "{\"x\": \"" + "x".repeat(64 * 1024) + "\"}").assertRefused(413, "request_too_large");
        client.send(client.request(LOGIN).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")))
                .assertRefused(415, "unsupported_media_type");
        client.raw("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").assertRefused(400, "bad_request");
        client.raw("\0\1\2\r\n\r\n").assertRefused(400, "bad_request");
    }

    @Test
    void callerWithoutTheRightCredentialsIsRefused() {
        var project = dev.credentials().project();
        client.send(loginAs(new Credentials(project, "secret-test-wrong")))
                .assertRefused(401, "unauthorized_credentials");
        client.send(loginAs(new Credentials("nonsense", dev.credentials().secret())))
                .assertRefused(400, "invalid_project_id_authentication");
        client.send(client.anonymous(AUTHENTICATE)
                        .POST(BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/json"))
                .assertRefused(401, "invalid_authorization_header");
    }

    @Test
    void grpcKnowsItsCallersToo() {
        try (var anonymous = new GrpcClient(dev.grpcPort());
                var known = new GrpcClient(dev.grpcPort(), dev.credentials())) {
            var number = PhoneNumbers.fresh();
            assertThat(Attempt.of(() -> anonymous.login(number)))
                    .isEqualTo(new Refused<>(Status.Code.UNAUTHENTICATED, "INVALID_AUTHORIZATION_HEADER"));
            assertThat(known.login(number).getUserCreated()).isTrue();
        }
    }

    @Test
    void grpcTellsThatItServesAndWhat() {
        try (var anonymous = new GrpcClient(dev.grpcPort())) {
            var health = HealthGrpc.newBlockingStub(anonymous.channel()).check(HealthCheckRequest.getDefaultInstance());
            assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
            assertThat(Reflection.servicesOf(anonymous.channel()))
                    .contains("countersign.v1.PasscodeService", "countersign.v1.HandsetService");
        }
    }

    @Test
    void credentialsAreForTheirOwnerAlone() throws Exception {
        var mode = Files.getPosixFilePermissions(dev.folder().resolve("project.env"));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }

    @Test
    void logsTellNeitherCodeNorNumberNorSecret() {
        var number = PhoneNumbers.fresh();
        var phone = client.login(number).success().text("phone_id");
        var code = client.codeOf(number, 1);
        client.authenticate(phone, otherThan(code));
        client.authenticate(phone, code);
        client.authenticate(phone, code);
        client.post(LOGIN, "{\"phone_number\": \"" + number + "\", \"expiration_minutes\": 99}");
        client.post(AUTHENTICATE, "{\"method_id\": \"" + number + "\", \"code\": \"" + code + "\"");

        Whispers.assertNoneIn(dev.log(), dev.credentials(), List.of(number), List.of(code));
    }

    private HttpRequest.Builder loginAs(Credentials credentials) {
        return client.anonymous(LOGIN)
                .header("Authorization", credentials.basic())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"phone_number\": \"+12025550171\"}"));
    }

    private static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }
}
