package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.Attributes;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.MatchOptions;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// The values that need no phone, and that they lead nowhere else.
class SandboxTest {

    private static final String SANDBOX_NUMBER = "+10000000000";
    private static final String SANDBOX_PHONE = "phone-number-test-d5a3b680-e8a3-40c0-b815-ab79986666d0";
    private static final String SANDBOX_USER = "user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd";
    private static final String ALIVE = "WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY";
    private static final String DEAD = "59cnLELtq5cFVS6uYK9f-pAWzBkhqZl8AvLhbhOvKNWw";
    private static final String NUMBER = "+12025550162";
    private static EmbeddedPostgres postgres;
    private TestService service;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.temporary();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        service = TestService.onFreshDatabase(postgres);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void numberIsTakenByEveryCallAndNothingIsSentOrStored() {
        var before = events();
        var stub = service.passcodes();
        for (var time = 0; time < 2; time++) {
            assertThat(stub.loginOrCreateBySms(bySms()).getPhoneId()).isEqualTo(SANDBOX_PHONE);
            assertThat(stub.loginOrCreateByWhatsapp(LoginOrCreateByWhatsappRequest.newBuilder()
                                    .setPhoneNumber(SANDBOX_NUMBER)
                                    .build())
                            .getUserId())
                    .isEqualTo(SANDBOX_USER);
            assertThat(stub.sendBySms(SendBySmsRequest.newBuilder()
                                    .setPhoneNumber(SANDBOX_NUMBER)
                                    .build())
                            .getPhoneId())
                    .isEqualTo(SANDBOX_PHONE);
            assertThat(stub.sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                                    .setPhoneNumber(SANDBOX_NUMBER)
                                    .build())
                            .getPhoneId())
                    .isEqualTo(SANDBOX_PHONE);
            authenticate(SANDBOX_PHONE, "000000");
        }
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void codeLogsTheSandboxesUserInWithASession() {
        var answer = service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(SANDBOX_PHONE)
                        .setCode("000000")
                        .setSessionDurationMinutes(5)
                        .build());

        assertThat(answer.getUserId()).isEqualTo(SANDBOX_USER);
        assertThat(answer.getSessionToken()).isEqualTo(ALIVE);
        assertThat(answer.getSession().getAuthenticationFactors(0).getDeliveryMethod())
                .isEqualTo("sms");
        assertThat(answer.getSession().getExpiresAt().getSeconds())
                .isEqualTo(service.clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond());

        var byJwt = service.sessions()
                .authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionJwt(answer.getSessionJwt())
                        .build());
        assertThat(byJwt.getSession().getUserId()).isEqualTo(SANDBOX_USER);
    }

    @Test
    void otherCodesAreWrong() {
        assertThat(reasonOf(() -> authenticate(SANDBOX_PHONE, "000001"))).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> authenticate(SANDBOX_PHONE, "0000000"))).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void restOfARequestIsCheckedAsEver() {
        var stub = service.passcodes();

        assertThat(reasonOf(() -> stub.loginOrCreateBySms(
                        bySms().toBuilder().setLocale("xx").build())))
                .isEqualTo("INVALID_LOCALE");
        assertThat(reasonOf(() -> stub.loginOrCreateByWhatsapp(LoginOrCreateByWhatsappRequest.newBuilder()
                        .setPhoneNumber(SANDBOX_NUMBER)
                        .setLocale("xx")
                        .build())))
                .isEqualTo("INVALID_LOCALE");
        assertThat(reasonOf(() -> stub.sendBySms(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(SANDBOX_NUMBER)
                        .setUserId("user-test-nonsense")
                        .build())))
                .isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> stub.sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                        .setPhoneNumber(SANDBOX_NUMBER)
                        .setSessionJwt("nonsense")
                        .build())))
                .isEqualTo("UNABLE_TO_PARSE_SESSION_JWT");
    }

    @Test
    void claimsAreNoLargerThanElsewhere() {
        var large = SessionCalls.claims(Map.of("a", SessionCalls.text("x".repeat(9_000))));

        assertThat(reasonOf(() -> service.passcodes()
                        .authenticate(login().setSessionDurationMinutes(5)
                                .setSessionCustomClaims(large)
                                .build())))
                .isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(reasonOf(() -> service.sessions()
                        .authenticateSession(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(ALIVE)
                                .setSessionCustomClaims(large)
                                .build())))
                .isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
    }

    @Test
    void deviceThatHasToBeTheSameHasToBeTold() {
        var both = MatchOptions.newBuilder().setIpMatchRequired(true).setUserAgentMatchRequired(true);

        for (var attributes : List.of(
                Attributes.newBuilder(),
                Attributes.newBuilder().setIpAddress("192.0.2.1"),
                Attributes.newBuilder().setUserAgent("Firefox"))) {
            assertThat(reasonOf(() -> service.passcodes()
                            .authenticate(login().setOptions(both)
                                    .setAttributes(attributes)
                                    .build())))
                    .isEqualTo("ATTRIBUTE_MISMATCH");
        }
        var told = Attributes.newBuilder().setIpAddress("192.0.2.1").setUserAgent("Firefox");
        var answer = service.passcodes()
                .authenticate(login().setOptions(both).setAttributes(told).build());
        assertThat(answer.getUserId()).isEqualTo(SANDBOX_USER);
    }

    private static AuthenticateRequest.Builder login() {
        return AuthenticateRequest.newBuilder().setMethodId(SANDBOX_PHONE).setCode("000000");
    }

    @Test
    void tokenShowsTheSessionThatStytchShows() {
        var session = check(ALIVE).getSession();

        assertThat(session.getSessionId()).isEqualTo("session-test-eb94233f-8800-4ebd-8645-51dc15f9d028");
        assertThat(session.getUserId()).isEqualTo(SANDBOX_USER);
        assertThat(session.getStartedAt().getNanos()).isEqualTo(935_673_000);
        assertThat(session.getExpiresAt().getSeconds())
                .isEqualTo(service.clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
        var factor = session.getAuthenticationFactors(0);
        assertThat(factor.getType()).isEqualTo("magic_link");
        assertThat(factor.getEmailFactor().getEmailId()).isEqualTo("email-test-23873e89-d4ed-4e92-b3b9-e5c7198fa286");
        assertThat(reasonOf(() -> check(DEAD))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void jwtHoldsTheFactorThatTheAnswerShows() throws ParseException {
        assertThat(factorsIn(check(ALIVE).getSessionJwt()))
                .isEqualTo(List.of(Map.of(
                        "type", "magic_link",
                        "delivery_method", "email",
                        "last_authenticated_at", "2021-08-28T00:41:58Z",
                        "created_at", "2021-08-28T00:41:58Z",
                        "updated_at", "2021-08-28T00:41:58Z",
                        "email_factor",
                                Map.of(
                                        "email_id", "email-test-23873e89-d4ed-4e92-b3b9-e5c7198fa286",
                                        "email_address", "sandbox@stytch.com"))));
    }

    private static @Nullable Object factorsIn(String jwt) throws ParseException {
        var claims = SignedJWT.parse(jwt).getPayload().toJSONObject();
        return ((Map<?, ?>) Objects.requireNonNull(claims.get("https://stytch.com/session")))
                .get("authentication_factors");
    }

    @Test
    void codeOpensNoOtherPhone() {
        var phone = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build())
                .getPhoneId();
        if (!service.codeOf(NUMBER, 1).equals("000000")) {
            var refusal = refused(() -> authenticate(phone, "000000"));
            assertThat(ErrorInfos.of(refusal).getReason()).isEqualTo("OTP_CODE_NOT_FOUND");
            assertThat(ErrorInfos.of(refusal).getMetadataMap()).containsEntry("attempts_left", "4");
        }
    }

    @Test
    void sandboxIsNoProofForARealSessionNorTheOtherWayRound() {
        var phone = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .build())
                .getPhoneId();
        var code = service.codeOf(NUMBER, 1);
        assertThat(reasonOf(() -> carryOn(phone, code, ALIVE))).isEqualTo("SESSION_NOT_FOUND");

        var real = service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
        assertThat(reasonOf(() -> carryOn(SANDBOX_PHONE, "000000", real.getSessionToken())))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void liveProjectKnowsNoSandbox() {
        var live = service.service.projects().create("live", Environment.LIVE);
        var stub = service.passcodesAs(live.project() + ":" + live.secret().revealOnce());

        assertThat(reasonOf(() -> stub.loginOrCreateBySms(bySms()))).isEqualTo("INVALID_PHONE_NUMBER_SANDBOX");
        assertThat(reasonOf(() -> stub.authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(SANDBOX_PHONE)
                        .setCode("000000")
                        .build())))
                .isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> service.sessionsAs(live)
                        .authenticateSession(AuthenticateSessionRequest.newBuilder()
                                .setSessionToken(ALIVE)
                                .build())))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    private static LoginOrCreateBySmsRequest bySms() {
        return LoginOrCreateBySmsRequest.newBuilder()
                .setPhoneNumber(SANDBOX_NUMBER)
                .build();
    }

    private void carryOn(String phone, String code, String token) {
        service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionToken(token)
                        .build());
    }

    private void authenticate(String phone, String code) {
        service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .build());
    }

    private dev.countersign.v1.AuthenticateSessionResponse check(String token) {
        return service.sessions()
                .authenticateSession(AuthenticateSessionRequest.newBuilder()
                        .setSessionToken(token)
                        .build());
    }

    private long events() {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery("select count(*) from event")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(refused(call)).getReason();
    }

    private static StatusRuntimeException refused(Executable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::execute);
    }
}
