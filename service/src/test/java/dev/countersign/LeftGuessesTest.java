package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.login.PostgresLoginDirectory;
import dev.countersign.operator.PhoneUnlocking;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.store.EventNames;
import dev.countersign.store.EventSourcing;
import dev.countersign.user.PhoneFactor;
import dev.countersign.user.PhoneFactorEvent;
import dev.countersign.user.PhoneId;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.CreateUserRequest;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.SendBySmsRequest;
import io.grpc.StatusRuntimeException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
import org.postgresql.ds.PGSimpleDataSource;

/// Wrong guesses at a number count on, whatever becomes of the phone that they were made at.
@Timeout(60)
class LeftGuessesTest {

    private static final String FIRST = "+12025550162";
    private static final String SECOND = "+12025550163";
    private static final String THIRD = "+12025550164";
    private static final Duration MOMENT = Duration.ofNanos(1_000);
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final Duration LOCK = Duration.ofHours(1);
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
    void numberThatIsAttachedAgainHasNoNewGuesses() {
        var user = login(FIRST).getUserId();
        guessNineTimesAtAnAttachedNumber(user);
        service.clock.advance(TIME);

        var phone = attach(SECOND, user);

        assertThat(guess(phone)).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(guess(phone)).isEqualTo("USER_LOCK_LIMIT_REACHED");
    }

    @Test
    void sweepLeavesThemUnderTheNumber() {
        var user = login(FIRST).getUserId();
        guessNineTimesAtAnAttachedNumber(user);
        service.clock.advance(TIME);
        Eventually.gives(() -> number("select count(*) from phone where user_id is null"), left -> left == 1);

        var phone = login(SECOND);

        assertThat(phone.getUserCreated()).isTrue();
        assertThat(guess(phone.getPhoneId())).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(guess(phone.getPhoneId())).isEqualTo("USER_LOCK_LIMIT_REACHED");
        assertThat(number("select count(*) from phone where user_id is null")).isZero();
    }

    @Test
    void sweepLeavesNothingOfANumberThatNobodyGuessedAt() {
        attach(SECOND, login(FIRST).getUserId());
        service.clock.advance(TIME);

        Eventually.gives(() -> number("select count(*) from phone"), phones -> phones == 1);
    }

    @Test
    void slotOfANumberThatWasGuessedAtIsFreeAgain() {
        var user = login(FIRST).getUserId();
        for (var i = 0; i < 5; i++) {
            guess(attach("+1202555010" + i, user));
        }
        service.clock.advance(TIME);
        Eventually.gives(() -> number("select count(*) from phone where user_id is null"), left -> left == 5);

        for (var i = 0; i < 5; i++) {
            attach("+1202555011" + i, user);
        }
    }

    @Test
    void lockOutlivesTheAttachmentToTheMoment() {
        var user = login(FIRST).getUserId();
        guessNineTimesAtAnAttachedNumber(user);
        guess(attach(SECOND, user));
        service.clock.advance(LOCK.minus(MOMENT));

        assertThat(reasonOf(() -> attach(SECOND, user))).isEqualTo("USER_LOCK_LIMIT_REACHED");
        assertThat(reasonOf(() -> login(SECOND))).isEqualTo("USER_LOCK_LIMIT_REACHED");
        assertThat(number("select count(*) from app_user")).isEqualTo(1);

        service.clock.advance(MOMENT);
        var phone = login(SECOND).getPhoneId();
        assertThat(number("select failed_guesses from phone where phone_id = '" + phone + "'"))
                .isEqualTo(10);
        guessTimes(5, phone);
        login(SECOND);
        guessTimes(5, phone);
        assertThat(guess(phone)).isEqualTo("USER_LOCK_LIMIT_REACHED");
    }

    @Test
    void rightCodeEndsThem() {
        var user = login(FIRST).getUserId();
        var before = attach(SECOND, user);
        service.codeOf(SECOND, 1);
        guessTimes(5, before);
        service.clock.advance(TIME);
        var phone = attach(SECOND, user);
        authenticate(phone, service.codeOf(SECOND, 2));
        delete(phone);

        assertThat(number("select count(*) from phone")).isEqualTo(1);
        guessTimes(5, login(SECOND).getPhoneId());
        assertThat(guess(login(SECOND).getPhoneId())).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void numberThatIsDeletedAndComesAgainHasNoNewGuesses() {
        var phone = login(SECOND).getPhoneId();
        guessTimes(5, phone);
        login(SECOND);
        guessTimes(4, phone);
        delete(phone);

        assertThat(guess(login(SECOND).getPhoneId())).isEqualTo("OTP_CODE_NOT_FOUND");
        assertThat(reasonOf(() -> login(SECOND))).isEqualTo("USER_LOCK_LIMIT_REACHED");
    }

    @Test
    void numberOfSomebodyWhoIsErasedLeavesOnlyItsCount() {
        var login = login(SECOND);
        guessTimes(5, login.getPhoneId());
        service.users()
                .deleteUser(DeleteUserRequest.newBuilder()
                        .setUserId(login.getUserId())
                        .build());

        assertThat(number("select count(*) from phone where failed_guesses = 5 and not verified"
                        + " and num_nulls(user_id, sealed_number, user_created_at, attached_until, attached_slot) = 5"))
                .isEqualTo(1);
        var again = login(SECOND);
        assertThat(again.getUserId()).isNotEqualTo(login.getUserId());
        assertThat(number("select failed_guesses from phone")).isEqualTo(5);
    }

    @Test
    void numberThatIsExchangedAndComesBackHasNoNewGuesses() {
        var user = login(SECOND).getUserId();
        guessTimes(5, login(SECOND).getPhoneId());
        exchange(user, THIRD);

        exchange(user, SECOND);

        assertThat(number("select failed_guesses from phone where user_id is not null"))
                .isEqualTo(5);
        assertThat(number("select count(*) from phone")).isEqualTo(1);
    }

    @Test
    void newUsersNumberIsLockedAsItWas() {
        lock(SECOND);
        service.users()
                .createUser(
                        CreateUserRequest.newBuilder().setPhoneNumber(SECOND).build());

        service.clock.advance(LOCK.minus(MOMENT));
        assertThat(reasonOf(() -> login(SECOND))).isEqualTo("USER_LOCK_LIMIT_REACHED");
        service.clock.advance(MOMENT);
        assertThat(login(SECOND).getUserCreated()).isFalse();
    }

    @Test
    void operatorClearsWhatIsLeftUnderANumber() {
        var phone = lock(SECOND);

        unlock(phone);

        assertThat(number("select count(*) from phone")).isZero();
        guessTimes(5, login(SECOND).getPhoneId());
        login(SECOND);
    }

    @Test
    void anotherProjectsNumberIsAnotherMatter() {
        lock(SECOND);
        var other = service.service.projects().create("other", Environment.TEST);
        var stub = service.passcodesAs(other.project() + ":" + other.secret().revealOnce());

        stub.loginOrCreateBySms(
                LoginOrCreateBySmsRequest.newBuilder().setPhoneNumber(SECOND).build());
        assertThat(reasonOf(() -> login(SECOND))).isEqualTo("USER_LOCK_LIMIT_REACHED");
    }

    @Test
    void manyAtOnceTakeThemOverOnce() throws Exception {
        var phone = login(SECOND).getPhoneId();
        guessTimes(5, phone);
        delete(phone);
        var calls =
                Collections.nCopies(8, (Callable<String>) () -> login(SECOND).getPhoneId());

        List<String> phones = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var future : threads.invokeAll(calls)) {
                phones.add(future.get());
            }
        }

        assertThat(phones).containsOnly(phones.getFirst());
        assertThat(number("select failed_guesses from phone")).isEqualTo(5);
        assertThat(StoredEvents.of(phone, service.jdbcUrl))
                .endsWith("phone.GuessFailed", "phone.PhoneRemoved", "phone.GuessesPassedOn");
    }

    @Test
    void ofTwoUsersWhoGetTheNumberAtOnceOneTakesThemOver() throws Exception {
        for (var round = 0; round < 8; round++) {
            var number = "+1202555017" + round;
            var phone = login(number).getPhoneId();
            guessTimes(5, phone);
            delete(phone);
            var user = login(FIRST).getUserId();
            var before = number("select count(*) from phone where user_id is not null");

            try (var threads = Executors.newFixedThreadPool(2)) {
                threads.submit(() -> attach(number, user));
                threads.submit(() -> service.users()
                        .createUser(CreateUserRequest.newBuilder()
                                .setPhoneNumber(number)
                                .build()));
            }

            assertThat(number("select count(*) from phone where user_id is not null"))
                    .isEqualTo(before + 1);
            assertThat(number("select count(*) from phone where failed_guesses = 5"))
                    .isEqualTo(round + 1L);
        }
    }

    /// Locks a number by ten wrong codes, and takes it off its user.
    private String lock(String number) {
        var phone = login(number).getPhoneId();
        guessTimes(5, phone);
        login(number);
        guessTimes(5, phone);
        delete(phone);
        return phone;
    }

    private void guessNineTimesAtAnAttachedNumber(String user) {
        var phone = attach(SECOND, user);
        guessTimes(5, phone);
        attach(SECOND, user);
        guessTimes(4, phone);
    }

    private void guessTimes(int times, String phone) {
        for (var i = 0; i < times; i++) {
            assertThat(guess(phone)).isEqualTo("OTP_CODE_NOT_FOUND");
        }
    }

    /// No code has four digits.
    private String guess(String phone) {
        return reasonOf(() -> authenticate(phone, "0000"));
    }

    private String attach(String number, String user) {
        return service.passcodes()
                .sendBySms(SendBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setUserId(user)
                        .build())
                .getPhoneId();
    }

    private LoginOrCreateBySmsResponse login(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .build());
    }

    private AuthenticateResponse authenticate(String phone, String code) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .build());
    }

    private void delete(String phone) {
        service.users()
                .deletePhoneNumber(
                        DeletePhoneNumberRequest.newBuilder().setPhoneId(phone).build());
    }

    private void exchange(String user, String number) {
        service.users()
                .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                        .setUserId(user)
                        .setPhoneNumber(number)
                        .build());
    }

    private void unlock(String phone) {
        var source = new PGSimpleDataSource();
        source.setUrl(service.jdbcUrl);
        var names = EventNames.of(List.of(PhoneFactorEvent.class), List.of(PhoneFactor.class));
        try (var eventSourcing = EventSourcing.on(source, source, new EventSourcing.Commits(1, false), names)
                .snapshotAggregate(PhoneFactor.class)
                .build()) {
            eventSourcing.start();
            new PhoneUnlocking(
                            eventSourcing.transactions(),
                            eventSourcing.commands(),
                            new PostgresLoginDirectory(source),
                            service.clock)
                    .unlock(new PhoneId(phone));
        }
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

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(catchThrowableOfType(StatusRuntimeException.class, call::execute))
                .getReason();
    }
}
