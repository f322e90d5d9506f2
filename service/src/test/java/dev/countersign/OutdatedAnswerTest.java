package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendByWhatsappRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// An answer that was kept for its key is not given any more once it is not true any more.
@Timeout(60)
class OutdatedAnswerTest {

    private static final String NUMBER = "+12025550162";
    private static final String OTHER_NUMBER = "+12025550163";
    private static final String KEY = "5f0c4a52-6f3e-4f9e-8b0e-0d9a2f6b7c11";
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
    void authenticationIsOverWithItsSession() {
        var request = withSession(attempt(login()));
        var first = authenticate(request);
        assertThat(authenticate(request)).isEqualTo(first);

        revoke(first);

        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
    }

    @Test
    void authenticationIsOverAtTheEndOfItsSessionExactly() {
        var request = withSession(attempt(login()));
        var first = authenticate(request);

        service.clock.advance(Duration.ofMinutes(60).minusNanos(1_000));
        assertThat(authenticate(request)).isEqualTo(first);

        service.clock.advance(Duration.ofNanos(1_000));
        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
    }

    @Test
    void authenticationThatCarriedASessionOnIsOverWithIt() {
        var session = authenticate(
                withSession(attempt(login())).toBuilder().setRequestId("first").build());
        var again = login("second");
        var request = AuthenticateRequest.newBuilder()
                .setMethodId(again.getPhoneId())
                .setCode(service.codeOf(NUMBER, 2))
                .setSessionToken(session.getSessionToken())
                .setRequestId(KEY)
                .build();
        assertThat(authenticate(request)).isEqualTo(authenticate(request));

        revoke(session);

        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void authenticationIsForgottenWithItsUser() {
        var login = login();
        var request = withSession(attempt(login));
        authenticate(request);

        erase(login.getUserId());

        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void authenticationWithoutASessionIsForgottenWithItsUserToo() {
        var login = login();
        var request = attempt(login);
        assertThat(authenticate(request)).isEqualTo(authenticate(request));

        erase(login.getUserId());

        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void authenticationWithAPhoneThatWasTakenOffIsOver() {
        var login = login();
        var request = attempt(login);
        authenticate(request);

        service.users()
                .deletePhoneNumber(DeletePhoneNumberRequest.newBuilder()
                        .setPhoneId(login.getPhoneId())
                        .build());

        assertThat(reasonOf(() -> authenticate(request))).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    /// The key has had its effect. Who wants a new user says so with another one.
    @Test
    void startIsForgottenWithItsUserAndMakesNobodyNew() {
        var user = login().getUserId();
        var bySms = SendBySmsRequest.newBuilder()
                .setPhoneNumber(NUMBER)
                .setRequestId("sms")
                .build();
        var byWhatsapp = SendByWhatsappRequest.newBuilder()
                .setPhoneNumber(NUMBER)
                .setRequestId("whatsapp")
                .build();
        var loginByWhatsapp = LoginOrCreateByWhatsappRequest.newBuilder()
                .setPhoneNumber(NUMBER)
                .setRequestId("login by whatsapp")
                .build();
        var passcodes = service.passcodes();
        assertThat(passcodes.sendBySms(bySms)).isEqualTo(passcodes.sendBySms(bySms));
        assertThat(passcodes.sendByWhatsapp(byWhatsapp)).isEqualTo(passcodes.sendByWhatsapp(byWhatsapp));
        assertThat(passcodes.loginOrCreateByWhatsapp(loginByWhatsapp))
                .isEqualTo(passcodes.loginOrCreateByWhatsapp(loginByWhatsapp));

        erase(user);

        assertThat(reasonOf(this::login)).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(reasonOf(() -> passcodes.sendBySms(bySms))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(reasonOf(() -> passcodes.sendByWhatsapp(byWhatsapp))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(reasonOf(() -> passcodes.loginOrCreateByWhatsapp(loginByWhatsapp)))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");

        var next = login("another");
        assertThat(next.getUserCreated()).isTrue();
        assertThat(next.getUserId()).isNotEqualTo(user);
        assertThat(reasonOf(this::login)).isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    @Test
    void startForANumberThatLapsesIsOverAtThatInstant() {
        var send = SendBySmsRequest.newBuilder()
                .setPhoneNumber(OTHER_NUMBER)
                .setUserId(login().getUserId())
                .setRequestId("attach")
                .build();
        var first = service.passcodes().sendBySms(send);

        service.clock.advance(Duration.ofMinutes(5).minusNanos(1_000));
        assertThat(service.passcodes().sendBySms(send)).isEqualTo(first);

        service.clock.advance(Duration.ofNanos(1_000));
        assertThat(reasonOf(() -> service.passcodes().sendBySms(send))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    private LoginOrCreateBySmsResponse login() {
        return login("login");
    }

    private LoginOrCreateBySmsResponse login(String key) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .setRequestId(key)
                        .build());
    }

    private AuthenticateRequest attempt(LoginOrCreateBySmsResponse login) {
        return AuthenticateRequest.newBuilder()
                .setMethodId(login.getPhoneId())
                .setCode(service.codeOf(NUMBER, 1))
                .setRequestId(KEY)
                .build();
    }

    private static AuthenticateRequest withSession(AuthenticateRequest attempt) {
        return attempt.toBuilder().setSessionDurationMinutes(60).build();
    }

    private AuthenticateResponse authenticate(AuthenticateRequest request) {
        return service.passcodes().authenticate(request);
    }

    private void revoke(AuthenticateResponse login) {
        service.sessions()
                .revokeSession(RevokeSessionRequest.newBuilder()
                        .setSessionToken(login.getSessionToken())
                        .build());
    }

    private void erase(String user) {
        service.users()
                .deleteUser(DeleteUserRequest.newBuilder().setUserId(user).build());
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(catchThrowableOfType(StatusRuntimeException.class, call::execute))
                .getReason();
    }
}
