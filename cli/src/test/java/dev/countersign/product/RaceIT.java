package dev.countersign.product;

import static dev.countersign.product.Attempt.answers;
import static dev.countersign.product.Attempt.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.product.Attempt.Refused;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Sixty-four callers at once, half of them at each of two services that share nothing but the database.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RaceIT {
    private static final int CALLERS = 64;
    private static final int TIMES = 4;

    private EmbeddedPostgres postgres;
    private Database database;
    private Nodes nodes;

    @BeforeAll
    void start() {
        postgres = EmbeddedPostgres.temporary();
        database = new Database(postgres.jdbcUrl("postgres"));
        nodes = Nodes.start(2, database.url());
    }

    @AfterAll
    void stop() {
        nodes.close();
        postgres.close();
    }

    @RepeatedTest(TIMES)
    void firstLoginsOfOneNumberMakeOneUserWithOnePhoneAndOneOpenCode() {
        var number = PhoneNumbers.fresh();
        var users = count("app_user");
        var phones = count("phone");

        var attempts =
                Crowd.of(CALLERS, caller -> Attempt.of(() -> nodes.of(caller).login(number)));

        // The last of a long line may wait for their turn too long.
        assertThat(refusals(attempts))
                .allMatch(new Refused<>(Status.Code.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS")::equals);
        var answers = answers(attempts);
        assertThat(answers).hasSizeGreaterThan(CALLERS / 2);
        var first = answers.getFirst();
        assertThat(answers).allMatch(answer -> answer.getUserId().equals(first.getUserId()));
        assertThat(answers).allMatch(answer -> answer.getPhoneId().equals(first.getPhoneId()));
        assertThat(answers)
                .filteredOn(LoginOrCreateBySmsResponse::getUserCreated)
                .hasSize(1);
        assertThat(count("app_user")).isEqualTo(users + 1);
        assertThat(count("phone")).isEqualTo(phones + 1);

        var phone = first.getPhoneId();
        assertThat(eventsOf(first.getUserId(), "user.UserCreated")).isEqualTo(1);
        assertThat(eventsOf(phone, "phone.PhoneRegistered")).isEqualTo(1);
        assertThat(database.challengeEvents(phone))
                .containsEntry("passcode.CodeIssued", answers.size())
                .containsEntry("passcode.CodeSuperseded", answers.size() - 1);
        assertThat(database.openChallenges(phone)).isEqualTo(1);
        assertThat(database.number(
                        "select count(*) from newest_challenge where phone_id = ? and open_until is not null", phone))
                .isEqualTo(1);
    }

    @RepeatedTest(TIMES)
    void rightCodeSucceedsOnce() {
        var number = PhoneNumbers.fresh();
        var phone = nodes.of(0).login(number).getPhoneId();
        var code = nodes.codeOf(number);

        var attempts = authenticate(phone, code);

        assertThat(answers(attempts)).hasSize(1);
        assertThat(refusals(attempts))
                .hasSize(CALLERS - 1)
                .containsOnly(new Refused<>(Status.Code.FAILED_PRECONDITION, "UNABLE_TO_AUTH_OTP_CODE"));
        assertThat(database.challengeEvents(phone))
                .containsEntry("passcode.CodeVerified", 1)
                .doesNotContainKey("passcode.CodeMismatched");
        assertThat(database.openChallenges(phone)).isZero();
    }

    @RepeatedTest(TIMES)
    void wrongCodesUseUpExactlyTheBudget() {
        var number = PhoneNumbers.fresh();
        var phone = nodes.of(0).login(number).getPhoneId();
        var code = nodes.codeOf(number);

        var attempts = authenticate(phone, code.equals("000000") ? "000001" : "000000");

        assertThat(answers(attempts)).isEmpty();
        assertThat(refusals(attempts))
                .containsOnly(
                        new Refused<>(Status.Code.NOT_FOUND, "OTP_CODE_NOT_FOUND"),
                        new Refused<>(Status.Code.FAILED_PRECONDITION, "UNABLE_TO_AUTH_OTP_CODE"))
                .filteredOn(refusal -> refusal.reason().equals("OTP_CODE_NOT_FOUND"))
                .hasSize(5);
        assertThat(database.challengeEvents(phone))
                .containsEntry("passcode.CodeMismatched", 5)
                .containsEntry("passcode.ChallengeExhausted", 1);
        assertThat(database.number("select failed_guesses from phone where phone_id = ?", phone))
                .isEqualTo(5);
        assertThat(Attempt.of(() -> nodes.of(1).authenticate(phone, code)))
                .isEqualTo(new Refused<>(Status.Code.FAILED_PRECONDITION, "UNABLE_TO_AUTH_OTP_CODE"));
    }

    /// Codes are closed by guesses while others are issued: the newest one of the answers is the only one alive.
    @RepeatedTest(TIMES)
    void guessesAndNewCodesLeaveOneOpenChallengeAndAnExactCount() {
        var number = PhoneNumbers.fresh();
        var phone = nodes.of(0).login(number).getPhoneId();

        var attempts = Crowd.of(
                CALLERS,
                caller -> caller % 4 < 2
                        ? Attempt.of(() -> nodes.of(caller).login(number).getPhoneId())
                        : Attempt.of(() ->
                                nodes.of(caller).authenticate(phone, "000000").getMethodId()));

        var counted = refusals(attempts).stream()
                .filter(refusal -> refusal.reason().equals("OTP_CODE_NOT_FOUND"))
                .count();
        var events = database.challengeEvents(phone);
        var mismatched = events.getOrDefault("passcode.CodeMismatched", 0);
        assertThat(counted).isPositive();
        assertThat(mismatched).isLessThanOrEqualTo((int) counted);
        assertThat(database.number("select failed_guesses from phone where phone_id = ?", phone))
                .isEqualTo(mismatched);
        assertThat(database.openChallenges(phone))
                .isEqualTo(database.number(
                        "select count(*) from newest_challenge where phone_id = ? and open_until is not null", phone))
                .isLessThanOrEqualTo(1);
    }

    private List<Attempt<AuthenticateResponse>> authenticate(String phone, String code) {
        return Crowd.of(CALLERS, caller -> Attempt.of(() -> nodes.of(caller).authenticate(phone, code)));
    }

    private int count(String table) {
        return database.number("select count(*) from " + table);
    }

    private int eventsOf(String aggregate, String type) {
        return database.number(
                "select count(*) from event where aggregate_id = ? and payload_type = ?", aggregate, type);
    }
}
