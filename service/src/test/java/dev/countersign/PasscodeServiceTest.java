package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.HandsetMessage;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.SendBySmsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The service as its callers see it: a real server, a real database, a real stub.
class PasscodeServiceTest {

    private static final String NUMBER = "+12025550162";
    private static final String OTHER_NUMBER = "+12025550163";
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
    void newNumberBecomesAUserWhosePhoneIsVerifiedByTheCode() {
        var login = login(NUMBER);
        assertThat(login.getUserCreated()).isTrue();

        var answer = authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));

        assertThat(answer.getUserId()).isEqualTo(login.getUserId());
        assertThat(answer.getMethodId()).isEqualTo(login.getPhoneId());
        assertThat(answer.getUser().getStatus()).isEqualTo("active");
        var phone = answer.getUser().getPhoneNumbers(0);
        assertThat(phone.getPhoneNumber()).isEqualTo(NUMBER);
        assertThat(phone.getVerified()).isTrue();
    }

    @Test
    void knownNumberKeepsItsUser() {
        var first = login(NUMBER);
        var second = login(NUMBER);

        assertThat(second.getUserCreated()).isFalse();
        assertThat(second.getUserId()).isEqualTo(first.getUserId());
        assertThat(second.getPhoneId()).isEqualTo(first.getPhoneId());
    }

    @Test
    void messageHoldsTheCodeAndEndsInTheLineForAutofill() {
        login(NUMBER);
        var code = service.codeOf(NUMBER, 1);

        var message = service.messagesTo(NUMBER).getFirst();
        assertThat(message.getTo()).isEqualTo(NUMBER);
        assertThat(message.getBody()).contains(code).endsWith("\n@login.example.com #" + code);
    }

    @Test
    void theHandsetShowsTheMessagesToEveryNumberWhenItIsAskedForNone() {
        login(NUMBER);
        service.codeOf(NUMBER, 1);
        login(OTHER_NUMBER);
        service.codeOf(OTHER_NUMBER, 1);

        assertThat(service.messagesTo("")).extracting(HandsetMessage::getTo).containsExactly(OTHER_NUMBER, NUMBER);
    }

    @Test
    void wrongCodeIsNotFoundAndTellsHowManyGuessesAreLeft() {
        var login = login(NUMBER);
        var wrong = otherThan(service.codeOf(NUMBER, 1));

        var refusal = refused(() -> authenticate(login.getPhoneId(), wrong));

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(ErrorInfos.of(refusal).getReason()).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(ErrorInfos.of(refusal).getMetadataMap()).containsEntry("attempts_left", "4");
    }

    @Test
    void codeWorksOnce() {
        var login = login(NUMBER);
        var code = service.codeOf(NUMBER, 1);
        authenticate(login.getPhoneId(), code);

        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), code))).isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
    }

    @Test
    void codeIsDeadAtTheInstantOfItsExpiry() {
        var login = login(NUMBER);
        var code = service.codeOf(NUMBER, 1);

        service.clock.advance(Duration.ofMinutes(2));

        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), code))).isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
    }

    @Test
    void codeIsAliveJustBeforeItsExpiry() {
        var login = login(NUMBER);
        var code = service.codeOf(NUMBER, 1);

        service.clock.advance(Duration.ofMinutes(2).minusNanos(1_000));

        assertThat(authenticate(login.getPhoneId(), code).getUserId()).isEqualTo(login.getUserId());
    }

    @Test
    void olderCodeDiesWithANewerOne() {
        var login = login(NUMBER);
        var older = service.codeOf(NUMBER, 1);
        login(NUMBER);
        var newer = service.codeOf(NUMBER, 2);

        if (!older.equals(newer)) {
            assertThat(reasonOf(() -> authenticate(login.getPhoneId(), older))).isEqualTo("OTP_CODE_NOT_FOUND");
        }
        assertThat(authenticate(login.getPhoneId(), newer).getUserId()).isEqualTo(login.getUserId());
    }

    @Test
    void fifthWrongGuessEndsTheCode() {
        var login = login(NUMBER);
        var code = service.codeOf(NUMBER, 1);
        for (var guess = 0; guess < 5; guess++) {
            assertThat(reasonOf(() -> authenticate(login.getPhoneId(), otherThan(code))))
                    .isEqualTo("OTP_CODE_NOT_FOUND");
        }

        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), code))).isEqualTo("UNABLE_TO_AUTH_OTP_CODE");
    }

    @Test
    void tenWrongGuessesInARowLockThePhoneUntilTheHourIsOver() {
        var login = login(NUMBER);
        for (var message = 1; message <= 2; message++) {
            var code = service.codeOf(NUMBER, message);
            for (var guess = 0; guess < 5; guess++) {
                reasonOf(() -> authenticate(login.getPhoneId(), otherThan(code)));
            }
            if (message == 1) {
                login(NUMBER);
            }
        }

        assertThat(reasonOf(() -> login(NUMBER))).isEqualTo("USER_LOCK_LIMIT_REACHED");
        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), "000000"))).isEqualTo("USER_LOCK_LIMIT_REACHED");

        service.clock.advance(Duration.ofHours(1));
        login(NUMBER);
        assertThat(authenticate(login.getPhoneId(), service.codeOf(NUMBER, 3)).getUserId())
                .isEqualTo(login.getUserId());
    }

    @Test
    void sendNeverMakesAUser() {
        assertThat(reasonOf(() -> send(NUMBER))).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        var login = login(NUMBER);
        service.codeOf(NUMBER, 1);
        send(NUMBER);

        assertThat(authenticate(login.getPhoneId(), service.codeOf(NUMBER, 2)).getUserId())
                .isEqualTo(login.getUserId());
    }

    @Test
    void pendingUserBecomesActiveByTheFirstCode() {
        var login = service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(NUMBER)
                        .setCreateUserAsPending(true)
                        .build());

        var answer = authenticate(login.getPhoneId(), service.codeOf(NUMBER, 1));

        assertThat(answer.getUser().getStatus()).isEqualTo("active");
    }

    @Test
    void anotherProjectsPhoneIsUnknown() {
        var login = login(NUMBER);
        var code = service.codeOf(NUMBER, 1);
        var other = service.service.projects().create("other", dev.countersign.project.Environment.TEST);
        var stub = service.passcodesAs(other.project() + ":" + other.secret().revealOnce());

        assertThat(reasonOf(() -> stub.authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(login.getPhoneId())
                        .setCode(code)
                        .build())))
                .isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void revokedSecretIsWorthlessAtOnce() {
        var secret = service.secret;
        login(NUMBER);
        service.service.projects().revokeSecret(secret.project(), secret.id());

        assertThat(reasonOf(() -> login(NUMBER))).isEqualTo("UNAUTHORIZED_CREDENTIALS");
    }

    @Test
    void whatIsNoPhoneNumberIsRefused() {
        assertThat(reasonOf(() -> login("+1202555016"))).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> login("garbage"))).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> login(""))).isEqualTo("INVALID_PHONE_NUMBER");
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private void send(String number) {
        service.passcodes()
                .sendBySms(SendBySmsRequest.newBuilder().setPhoneNumber(number).build());
    }

    private AuthenticateResponse authenticate(String phoneId, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phoneId)
                        .setCode(code)
                        .build());
    }

    private static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    private static String reasonOf(Runnable call) {
        return ErrorInfos.of(refused(call)).getReason();
    }

    private static StatusRuntimeException refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("The call was not refused.");
    }
}
