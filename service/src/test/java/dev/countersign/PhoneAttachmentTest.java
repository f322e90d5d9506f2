package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.CreateUserResponse;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.ExchangePrimaryFactorResponse;
import dev.countersign.v1.GetUserRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.LoginOrCreateByWhatsappRequest;
import dev.countersign.v1.PhoneNumber;
import dev.countersign.v1.SendBySmsRequest;
import dev.countersign.v1.SendBySmsResponse;
import dev.countersign.v1.SendByWhatsappRequest;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// Numbers that are sent a code for a user who does not have them yet.
@Timeout(60)
class PhoneAttachmentTest {

    private static final String FIRST = "+12025550162";
    private static final String SECOND = "+12025550163";
    private static final Duration MOMENT = Duration.ofNanos(1_000);
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
    void numberThatIsProvenStaysWithTheUser() {
        var user = login(FIRST).getUserId();
        service.clock.advance(MOMENT);
        var sent = attach(SECOND, user);
        assertThat(sent.getUserId()).isEqualTo(user);

        service.clock.advance(Duration.ofMinutes(1));
        var answer = authenticate(sent.getPhoneId(), service.codeOf(SECOND, 1));
        assertThat(answer.getUserId()).isEqualTo(user);
        assertThat(answer.getUser().getPhoneNumbersList())
                .extracting(PhoneNumber::getPhoneNumber)
                .containsExactly(FIRST, SECOND);

        service.clock.advance(Duration.ofMinutes(10));
        var later = login(SECOND);
        assertThat(later.getUserId()).isEqualTo(user);
        assertThat(later.getPhoneId()).isEqualTo(sent.getPhoneId());
    }

    @Test
    void sessionSaysWhoseTheNumberIs() {
        var phone = login(FIRST);
        var session = authenticate(phone.getPhoneId(), service.codeOf(FIRST, 1));
        var byToken =
                send(SendBySmsRequest.newBuilder().setPhoneNumber(SECOND).setSessionToken(session.getSessionToken()));
        assertThat(byToken.getUserId()).isEqualTo(phone.getUserId());

        var byJwt = service.passcodes()
                .sendByWhatsapp(SendByWhatsappRequest.newBuilder()
                        .setPhoneNumber("+12025550164")
                        .setSessionJwt(session.getSessionJwt())
                        .build());
        assertThat(byJwt.getUserId()).isEqualTo(phone.getUserId());
    }

    @Test
    void codeWorksUntilJustBeforeTheFiveMinutesAreOver() {
        var user = login(FIRST).getUserId();
        var sent = send(SendBySmsRequest.newBuilder()
                .setPhoneNumber(SECOND)
                .setUserId(user)
                .setExpirationMinutes(10));
        var code = service.codeOf(SECOND, 1);

        service.clock.advance(Duration.ofMinutes(5).minus(MOMENT));

        assertThat(authenticate(sent.getPhoneId(), code).getUserId()).isEqualTo(user);
    }

    @Test
    void numberIsFreeExactlyAfterFiveMinutes() {
        var user = login(FIRST).getUserId();
        var sent = send(SendBySmsRequest.newBuilder()
                .setPhoneNumber(SECOND)
                .setUserId(user)
                .setExpirationMinutes(10));
        var code = service.codeOf(SECOND, 1);

        service.clock.advance(Duration.ofMinutes(5));

        assertThat(reasonOf(() -> authenticate(sent.getPhoneId(), code))).isEqualTo("OTP_CODE_NOT_FOUND");
        var login = login(SECOND);
        assertThat(login.getUserCreated()).isTrue();
        assertThat(login.getUserId()).isNotEqualTo(user);
        assertThat(login.getPhoneId()).isNotEqualTo(sent.getPhoneId());
        assertThat(number("select count(*) from event where payload_type = 'phone.PhoneRemoved'"))
                .isEqualTo(1);
        assertThat(authenticate(login.getPhoneId(), service.codeOf(SECOND, 2)).getUserId())
                .isEqualTo(login.getUserId());
    }

    @Test
    void whoLogsInWithAnAttachedNumberIsSomebodyNew() {
        var attacher = login(FIRST);
        var session = authenticate(attacher.getPhoneId(), service.codeOf(FIRST, 1));
        var sent =
                send(SendBySmsRequest.newBuilder().setPhoneNumber(SECOND).setSessionToken(session.getSessionToken()));
        var attachersCode = service.codeOf(SECOND, 1);
        service.clock.advance(MOMENT);

        var login = login(SECOND);

        assertThat(login.getUserCreated()).isTrue();
        assertThat(login.getUserId()).isNotEqualTo(attacher.getUserId());
        assertThat(login.getPhoneId()).isNotEqualTo(sent.getPhoneId());
        assertThat(number("select count(*) from event where payload_type = 'phone.PhoneRemoved'"))
                .isEqualTo(1);
        assertThat(reasonOf(() -> authenticate(sent.getPhoneId(), attachersCode)))
                .as("the code that the attacher waits for, with the attacher's phone")
                .isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> authenticate(login.getPhoneId(), attachersCode)))
                .as("and with the new user's")
                .isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> attach(SECOND, attacher.getUserId()))).isEqualTo("DUPLICATE_PHONE_NUMBER");
        var answer = authenticate(login.getPhoneId(), service.codeOf(SECOND, 2));
        assertThat(answer.getUserId()).isEqualTo(login.getUserId());
        assertThat(answer.getUser().getPhoneNumbersList())
                .extracting(PhoneNumber::getPhoneNumber)
                .containsExactly(SECOND);
        assertThat(phonesOf(attacher.getUserId())).containsExactly(FIRST);
        assertThat(login(SECOND).getUserId()).as("at the next login").isEqualTo(login.getUserId());
    }

    @Test
    void codeByWhatsappTakesAnAttachedNumberOffToo() {
        var attacher = login(FIRST).getUserId();
        attach(SECOND, attacher);

        var login = service.passcodes()
                .loginOrCreateByWhatsapp(LoginOrCreateByWhatsappRequest.newBuilder()
                        .setPhoneNumber(SECOND)
                        .build());

        assertThat(login.getUserCreated()).isTrue();
        assertThat(login.getUserId()).isNotEqualTo(attacher);
    }

    @Test
    void codeForWhoeverHasTheNumberDoesNotGoToOneWhoMerelyAttachedIt() {
        var user = login(FIRST).getUserId();
        var phone = attach(SECOND, user).getPhoneId();
        var code = service.codeOf(SECOND, 1);

        assertThat(reasonOf(() -> send(SendBySmsRequest.newBuilder().setPhoneNumber(SECOND))))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(authenticate(phone, code).getUserId())
                .as("which changes nothing for the attachment")
                .isEqualTo(user);
        assertThat(send(SendBySmsRequest.newBuilder().setPhoneNumber(SECOND)).getUserId())
                .as("once it is proven")
                .isEqualTo(user);
    }

    @Test
    void placeOfANumberThatSomebodyLoggedInWithIsFree() {
        var user = login(FIRST).getUserId();
        for (var i = 0; i < 5; i++) {
            attach("+1202555010" + i, user);
        }

        login("+12025550100");

        attach("+12025550110", user);
        assertThat(reasonOf(() -> attach("+12025550111", user))).isEqualTo("TOO_MANY_UNVERIFIED_FACTORS");
    }

    @Test
    void wrongGuessesAtAnAttachedNumberGoOnToWhoeverLogsInWithIt() {
        var phone = attach(SECOND, login(FIRST).getUserId()).getPhoneId();
        var code = service.codeOf(SECOND, 1);
        for (var guess = 0; guess < 4; guess++) {
            assertThat(reasonOf(() -> authenticate(phone, otherThan(code)))).isEqualTo("OTP_CODE_NOT_FOUND");
        }

        var login = login(SECOND);

        assertThat(number("select failed_guesses from phone where phone_id = '" + login.getPhoneId() + "'"))
                .isEqualTo(4);
    }

    @Test
    void numberThatIsProvenAndLoggedInWithAtTheSameTimeHasOneUser() throws Exception {
        for (var round = 0; round < 8; round++) {
            var number = "+1202555017" + round;
            var user = create("+1202555016" + round).getUserId();
            var phone = attach(number, user).getPhoneId();
            var code = service.codeOf(number, 1);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var proof = threads.submit(() -> {
                    try {
                        return authenticate(phone, code).getUserId();
                    } catch (StatusRuntimeException e) {
                        return ErrorInfos.of(e).getReason();
                    }
                });
                var login = threads.submit(() -> login(number));

                var isProven = proof.get().equals(user);
                assertThat(proof.get()).isIn(user, "OTP_CODE_NOT_FOUND", "UNABLE_TO_AUTH_OTP_CODE");
                assertThat(login.get().getUserId().equals(user))
                        .as("the one who proved it first")
                        .isEqualTo(isProven);
                assertThat(phonesOf(user).contains(number)).isEqualTo(isProven);
            }
        }
    }

    @Test
    void sweepTakesTheNumberOff() {
        attach(SECOND, login(FIRST).getUserId());

        service.clock.advance(Duration.ofMinutes(5));

        Eventually.gives(() -> number("select count(*) from phone"), phones -> phones == 1);
        assertThat(number("select count(*) from event where payload_type = 'phone.PhoneRemoved'"))
                .isEqualTo(1);
        assertThat(reasonOf(() -> send(SendBySmsRequest.newBuilder().setPhoneNumber(SECOND))))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    @Test
    void userDoesNotShowANumberWhoseTimeIsUp() {
        var phone = login(FIRST);
        attach(SECOND, phone.getUserId());
        service.codeOf(FIRST, 1);
        service.clock.advance(Duration.ofMinutes(5));
        login(FIRST);
        var code = service.codeOf(FIRST, 2);

        assertThat(authenticate(phone.getPhoneId(), code).getUser().getPhoneNumbersList())
                .extracting(PhoneNumber::getPhoneNumber)
                .containsExactly(FIRST);
    }

    @Test
    void numberWhoseTimeIsUpMayBeAttachedAgain() {
        var user = login(FIRST).getUserId();
        var before = attach(SECOND, user);
        service.codeOf(SECOND, 1);
        service.clock.advance(Duration.ofMinutes(5));

        var again = attach(SECOND, user);

        assertThat(again.getPhoneId()).isNotEqualTo(before.getPhoneId());
        assertThat(authenticate(again.getPhoneId(), service.codeOf(SECOND, 2)).getUserId())
                .isEqualTo(user);
    }

    @Test
    void numberOfAnotherUserIsRefused() {
        var user = login(FIRST).getUserId();
        login(SECOND);

        assertThat(reasonOf(() -> attach(SECOND, user))).isEqualTo("DUPLICATE_PHONE_NUMBER");
    }

    @Test
    void numberThatTheUserHasIsSentACode() {
        var login = login(FIRST);
        service.codeOf(FIRST, 1);

        assertThat(attach(FIRST, login.getUserId()).getPhoneId()).isEqualTo(login.getPhoneId());
        service.codeOf(FIRST, 2);
    }

    @Test
    void attachedNumberIsSentAnotherCodeWithinItsTime() {
        var user = login(FIRST).getUserId();
        var phone = attach(SECOND, user).getPhoneId();
        service.codeOf(SECOND, 1);

        assertThat(attach(SECOND, user).getPhoneId()).isEqualTo(phone);
        assertThat(authenticate(phone, service.codeOf(SECOND, 2)).getUserId()).isEqualTo(user);
    }

    @Test
    void sixthUnprovenNumberIsRefusedUntilTheFirstAreFree() {
        var user = login(FIRST).getUserId();
        for (var i = 0; i < 5; i++) {
            attach("+1202555010" + i, user);
        }
        assertThat(reasonOf(() -> attach("+12025550110", user))).isEqualTo("TOO_MANY_UNVERIFIED_FACTORS");

        service.clock.advance(Duration.ofMinutes(5));
        Eventually.gives(() -> number("select count(*) from phone"), phones -> phones == 1);
        attach("+12025550110", user);
    }

    @Test
    void ofManyNumbersAtOnceFiveAreAttached() throws Exception {
        var user = login(FIRST).getUserId();
        var calls = new ArrayList<Callable<String>>();
        for (var i = 0; i < 16; i++) {
            var number = "+120255501" + (10 + i);
            calls.add(() -> {
                try {
                    return attach(number, user).getUserId();
                } catch (StatusRuntimeException e) {
                    return ErrorInfos.of(e).getReason();
                }
            });
        }
        var answers = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (var future : threads.invokeAll(calls)) {
                answers.add(future.get());
            }
        }
        assertThat(answers).filteredOn(user::equals).hasSize(5);
        assertThat(answers).filteredOn("TOO_MANY_UNVERIFIED_FACTORS"::equals).hasSize(11);
    }

    @Test
    void numberWhoseTimeIsUpMayBecomeANewUsers() {
        attach(SECOND, login(FIRST).getUserId());
        service.codeOf(SECOND, 1);
        assertThat(reasonOf(() -> create(SECOND))).isEqualTo("DUPLICATE_PHONE_NUMBER");

        service.clock.advance(Duration.ofMinutes(5));

        var made = create(SECOND);
        assertThat(login(SECOND).getUserId()).isEqualTo(made.getUserId());
        assertThat(made.getUser().getPhoneNumbersList())
                .extracting(PhoneNumber::getPhoneNumber)
                .containsExactly(SECOND);
    }

    @Test
    void numberWhoseTimeIsUpNeitherBlocksAnExchangeNorTakesPartInIt() {
        var user = login(FIRST).getUserId();
        attach(SECOND, user);
        service.codeOf(SECOND, 1);
        assertThat(reasonOf(() -> exchange(user, SECOND))).isEqualTo("INVALID_EXCHANGE_PRIMARY_FACTOR_USER");

        service.clock.advance(Duration.ofMinutes(5));

        assertThat(exchange(user, SECOND).getUser().getPhoneNumbersList())
                .extracting(PhoneNumber::getPhoneNumber)
                .containsExactly(SECOND);
        assertThat(login(SECOND).getUserId()).isEqualTo(user);
        assertThat(login(FIRST).getUserCreated()).isTrue();
    }

    @Test
    void userMayBeNamedByTheExternalId() {
        var user = service.users()
                .createUser(CreateUserRequest.newBuilder()
                        .setPhoneNumber(FIRST)
                        .setExternalId("crm|7")
                        .build())
                .getUserId();

        assertThat(attach(SECOND, "crm|7").getUserId()).isEqualTo(user);
        assertThat(reasonOf(() -> attach("+12025550164", "crm|8"))).isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void whoIsMeantHasToBeClear() {
        var stranger = "user-test-11111111-1111-4111-8111-111111111111";
        var phone = login(FIRST);
        var session = authenticate(phone.getPhoneId(), service.codeOf(FIRST, 1));
        var token = session.getSessionToken();

        assertThat(reasonOf(() -> attach(SECOND, stranger))).isEqualTo("USER_NOT_FOUND");
        assertThat(reasonOf(() -> attach(SECOND, "user-test-nonsense"))).isEqualTo("INVALID_USER_ID");
        assertThat(reasonOf(() -> send(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(SECOND)
                        .setUserId(login("+12025550164").getUserId())
                        .setSessionToken(token))))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> send(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(SECOND)
                        .setSessionToken(token)
                        .setSessionJwt(session.getSessionJwt()))))
                .isEqualTo("TOO_MANY_SESSION_ARGUMENTS");
        assertThat(reasonOf(() -> send(
                        SendBySmsRequest.newBuilder().setPhoneNumber(SECOND).setSessionToken("a".repeat(44)))))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(reasonOf(() -> send(
                        SendBySmsRequest.newBuilder().setPhoneNumber(SECOND).setSessionToken("a"))))
                .isEqualTo("INVALID_SESSION_TOKEN");
        assertThat(send(SendBySmsRequest.newBuilder()
                                .setPhoneNumber(SECOND)
                                .setUserId(phone.getUserId())
                                .setSessionToken(token))
                        .getUserId())
                .isEqualTo(phone.getUserId());
    }

    @Test
    void anotherProjectsUserIsUnknown() {
        var user = login(FIRST).getUserId();
        var other = service.service.projects().create("other", Environment.TEST);
        var stub = service.passcodesAs(other.project() + ":" + other.secret().revealOnce());

        assertThat(reasonOf(() -> stub.sendBySms(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(SECOND)
                        .setUserId(user)
                        .build())))
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void sandboxAttachesNothing() {
        var user = login(FIRST).getUserId();

        assertThat(attach("+10000000000", user).getUserId()).isNotEqualTo(user);
        assertThat(number("select count(*) from phone")).isEqualTo(1);
        assertThat(reasonOf(() -> send(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(SECOND)
                        .setSessionToken("WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY"))))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void repeatedAttachmentIsOne() {
        var user = login(FIRST).getUserId();
        var request = SendBySmsRequest.newBuilder()
                .setPhoneNumber(SECOND)
                .setUserId(user)
                .setRequestId("once");

        assertThat(send(request)).isEqualTo(send(request));
        assertThat(number("select count(*) from event where payload_type = 'phone.PhoneRegistered'"))
                .isEqualTo(2);
    }

    @Test
    void numberIsNeverLeftToSomebodyWhoIsErasedMeanwhile() throws InterruptedException {
        for (var round = 0; round < 8; round++) {
            var number = "+1202555017" + round;
            var user = create("+1202555016" + round).getUserId();
            try (var threads = Executors.newFixedThreadPool(2)) {
                threads.submit(() -> attach(number, user));
                threads.submit(() -> service.users()
                        .deleteUser(
                                DeleteUserRequest.newBuilder().setUserId(user).build()));
            }

            assertThat(login(number).getUserId()).isNotEqualTo(user);
        }
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private CreateUserResponse create(String number) {
        return service.users()
                .createUser(
                        CreateUserRequest.newBuilder().setPhoneNumber(number).build());
    }

    private ExchangePrimaryFactorResponse exchange(String user, String number) {
        return service.users()
                .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                        .setUserId(user)
                        .setPhoneNumber(number)
                        .build());
    }

    private SendBySmsResponse attach(String number, String user) {
        return send(SendBySmsRequest.newBuilder().setPhoneNumber(number).setUserId(user));
    }

    private SendBySmsResponse send(SendBySmsRequest.Builder request) {
        return service.passcodes().sendBySms(request.build());
    }

    private AuthenticateResponse authenticate(String phone, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private Long number(String sql) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> phonesOf(String user) {
        return service
                .users()
                .getUser(GetUserRequest.newBuilder().setUserId(user).build())
                .getPhoneNumbersList()
                .stream()
                .map(PhoneNumber::getPhoneNumber)
                .toList();
    }

    private static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(catchThrowableOfType(StatusRuntimeException.class, call::execute))
                .getReason();
    }
}
