package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.project.Environment;
import dev.countersign.sms.Handset;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.AuthenticateSessionRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.PasscodeServiceGrpc.PasscodeServiceBlockingStub;
import dev.countersign.v1.RevokeSessionRequest;
import dev.countersign.v1.SendBySmsRequest;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever repeats a call with its key gets the same answer, and nothing happens twice.
@Timeout(60)
class IdempotencyTest {

    private static final String NUMBER = "+12025550162";
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
    void repeatedLoginGivesTheSameAnswerAndSendsNothing() {
        var first = login(KEY, NUMBER);
        service.codeOf(NUMBER, 1);
        var again = login(KEY, NUMBER);

        assertThat(again).isEqualTo(first);
        assertThat(again.getUserCreated()).isTrue();
        assertThat(count("passcode.CodeIssued")).isEqualTo(1);
    }

    @Test
    void anotherKeyIsAnotherCall() {
        var first = login(KEY, NUMBER);
        var second = login(KEY + "x", NUMBER);

        assertThat(second.getUserCreated()).isFalse();
        assertThat(second.getPhoneId()).isEqualTo(first.getPhoneId());
        assertThat(count("passcode.CodeIssued")).isEqualTo(2);
    }

    @Test
    void keyMayStandInTheRequest() {
        var request = LoginOrCreateBySmsRequest.newBuilder()
                .setPhoneNumber(NUMBER)
                .setRequestId(KEY)
                .build();
        var first = service.passcodes().loginOrCreateBySms(request);

        assertThat(service.passcodes().loginOrCreateBySms(request)).isEqualTo(first);
        assertThat(login(KEY, NUMBER)).isEqualTo(first);
        assertThat(login("\"" + KEY + "\"", NUMBER)).isEqualTo(first);
        assertThat(with(KEY).loginOrCreateBySms(request)).isEqualTo(first);
        assertThat(reasonOf(() -> with("other").loginOrCreateBySms(request))).isEqualTo("INVALID_IDEMPOTENCY_KEY");
        assertThat(count("passcode.CodeIssued")).isEqualTo(1);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        login(KEY, NUMBER);

        assertThat(reasonOf(() -> login(KEY, "+12025550163"))).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(reasonOf(() -> with(KEY)
                        .sendBySms(SendBySmsRequest.newBuilder()
                                .setPhoneNumber(NUMBER)
                                .build())))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(count("passcode.CodeIssued")).isEqualTo(1);
    }

    @Test
    void keysOfTwoProjectsHaveNothingToDoWithEachOther() {
        var other = service.service.projects().create("other", Environment.TEST);
        var first = login(KEY, NUMBER);
        var second = service.passcodesAs(other.project() + ":" + other.secret().revealOnce())
                .withInterceptors(key(KEY))
                .loginOrCreateBySms(request("+12025550163"));

        assertThat(second.getUserId()).isNotEqualTo(first.getUserId());
    }

    @Test
    void manyAtTheSameTimeAreOne() throws Exception {
        var answers = allAtOnce(16, () -> login(KEY, NUMBER));

        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(count("passcode.CodeIssued")).isEqualTo(1);
    }

    @Test
    void manyForAKnownNumberAreOneToo() throws Exception {
        login("first", NUMBER);

        var answers = allAtOnce(16, () -> login(KEY, NUMBER));

        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(count("passcode.CodeIssued")).isEqualTo(2);
    }

    @Test
    void anotherProcessKnowsTheAnswerAndTwoAtOnceAgree() throws Exception {
        var other = Service.start(service.config, new Handset(service.clock), service.clock);
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", other.port())
                .usePlaintext()
                .build();
        try {
            var there = with(KEY, service.passcodesOn(channel));
            var turn = new java.util.concurrent.atomic.AtomicInteger();
            var answers = allAtOnce(
                    8,
                    () -> turn.getAndIncrement() % 2 == 0
                            ? login(KEY, NUMBER)
                            : there.loginOrCreateBySms(request(NUMBER)));

            assertThat(new HashSet<>(answers)).hasSize(1);
            assertThat(count("passcode.CodeIssued")).isEqualTo(1);
        } finally {
            channel.shutdownNow();
            other.close();
        }
    }

    @Test
    void repeatedAuthenticationGivesTheSameSession() {
        var phone = login("login", NUMBER).getPhoneId();
        var code = service.codeOf(NUMBER, 1);

        var first = authenticate(KEY, phone, code);
        var again = authenticate(KEY, phone, code);

        assertThat(again).isEqualTo(first);
        assertThat(again.getSessionToken()).hasSize(44);
        assertThat(count("session.SessionStarted")).isEqualTo(1);
    }

    @Test
    void ofManyWithTheRightCodeAllGetTheOneSession() throws Exception {
        var phone = login("login", NUMBER).getPhoneId();
        var code = service.codeOf(NUMBER, 1);

        var answers = allAtOnce(16, () -> authenticate(KEY, phone, code));

        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(count("session.SessionStarted")).isEqualTo(1);
    }

    @Test
    void repeatedWrongCodeIsCountedOnce() {
        var phone = login("login", NUMBER).getPhoneId();
        var wrong = otherThan(service.codeOf(NUMBER, 1));

        for (var time = 0; time < 3; time++) {
            var refusal = refused(() -> authenticate(KEY, phone, wrong));
            assertThat(ErrorInfos.of(refusal).getReason()).isEqualTo("OTP_CODE_NOT_FOUND");
            assertThat(ErrorInfos.of(refusal).getMetadataMap()).containsEntry("attempts_left", "4");
        }
        assertThat(count("passcode.CodeMismatched")).isEqualTo(1);
    }

    @Test
    void refusalWithoutEffectIsJudgedAnew() {
        assertThat(reasonOf(() -> login(KEY, "+1"))).isEqualTo("INVALID_PHONE_NUMBER");
        assertThat(reasonOf(() -> with(KEY)
                        .sendBySms(SendBySmsRequest.newBuilder()
                                .setPhoneNumber(NUMBER)
                                .build())))
                .isEqualTo("PHONE_NUMBER_NOT_FOUND");

        assertThat(login(KEY, NUMBER).getUserCreated()).isTrue();
    }

    @Test
    void whatIsUndoneIsNotKept() {
        var phone = login("login", NUMBER).getPhoneId();
        var code = service.codeOf(NUMBER, 1);
        var tooLarge = AuthenticateRequest.newBuilder()
                .setMethodId(phone)
                .setCode(code)
                .setSessionDurationMinutes(60)
                .setSessionCustomClaims(Struct.newBuilder()
                        .putFields(
                                "a",
                                Value.newBuilder()
                                        .setStringValue("a".repeat(5_000))
                                        .build()))
                .build();

        assertThat(reasonOf(() -> with(KEY).authenticate(tooLarge))).isEqualTo("CUSTOM_CLAIMS_TOO_LARGE");
        assertThat(count("passcode.CodeVerified")).isZero();
        assertThat(authenticate(KEY, phone, code).getSessionToken()).hasSize(44);
    }

    @Test
    void answerIsKeptUntilJustBeforeADayIsOver() {
        var first = login(KEY, NUMBER);
        service.clock.advance(Duration.ofHours(24).minusNanos(1_000));
        assertThat(login(KEY, NUMBER)).isEqualTo(first);
        assertThat(count("passcode.CodeIssued")).isEqualTo(1);

        service.clock.advance(Duration.ofNanos(1_000));
        assertThat(login(KEY, NUMBER).getUserCreated()).isFalse();
        assertThat(count("passcode.CodeIssued")).isEqualTo(2);
    }

    @Test
    void sweepForgetsAnswers() {
        login(KEY, NUMBER);
        assertThat(kept()).isEqualTo(1);

        service.clock.advance(Duration.ofHours(24));

        Eventually.gives(this::kept, rows -> rows == 0);
    }

    @Test
    void callsWithoutAKeyKeepNothing() {
        service.passcodes().loginOrCreateBySms(request(NUMBER));

        assertThat(kept()).isZero();
    }

    @Test
    void repeatedRevocationSucceedsAgain() {
        var token = session().getSessionToken();
        var revoke = RevokeSessionRequest.newBuilder()
                .setSessionToken(token)
                .setRequestId(KEY)
                .build();

        service.sessions().revokeSession(revoke);
        service.sessions().revokeSession(revoke);

        assertThat(count("session.SessionRevoked")).isEqualTo(1);
        assertThat(reasonOf(() -> service.sessions()
                        .revokeSession(revoke.toBuilder().clearRequestId().build())))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void keptAnswerDoesNotOutliveTheSession() {
        var token = session().getSessionToken();
        var prolong = AuthenticateSessionRequest.newBuilder()
                .setSessionToken(token)
                .setSessionDurationMinutes(120)
                .setRequestId(KEY)
                .build();
        var first = service.sessions().authenticateSession(prolong);
        assertThat(service.sessions().authenticateSession(prolong)).isEqualTo(first);
        assertThat(count("session.SessionExtended")).isEqualTo(1);

        service.sessions()
                .revokeSession(
                        RevokeSessionRequest.newBuilder().setSessionToken(token).build());

        assertThat(reasonOf(() -> service.sessions().authenticateSession(prolong)))
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void plainCheckIsMadeAnewEachTime() {
        var check = AuthenticateSessionRequest.newBuilder()
                .setSessionToken(session().getSessionToken())
                .setRequestId(KEY)
                .build();
        service.sessions().authenticateSession(check);
        service.clock.advance(Duration.ofMinutes(1));

        assertThat(service.sessions()
                        .authenticateSession(check)
                        .getSession()
                        .getLastAccessedAt()
                        .getSeconds())
                .isEqualTo(service.clock.instant().getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "a\tb"})
    void keyThatIsNotPrintableAsciiIsRefused(String key) {
        var request = request(NUMBER).toBuilder().setRequestId(key).build();

        assertThat(reasonOf(() -> service.passcodes().loginOrCreateBySms(request)))
                .isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    @Test
    void keysHaveUpTo255Characters() {
        login("k".repeat(255), NUMBER);
        assertThat(reasonOf(() -> login("k".repeat(256), NUMBER))).isEqualTo("INVALID_IDEMPOTENCY_KEY");
        assertThat(reasonOf(() -> login("", NUMBER))).isEqualTo("INVALID_IDEMPOTENCY_KEY");
        var twice = service.passcodes().withInterceptors(key("a"), key("b"));
        assertThat(reasonOf(() -> twice.loginOrCreateBySms(request(NUMBER)))).isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }

    private AuthenticateResponse session() {
        var phone = login("login", NUMBER).getPhoneId();
        return authenticate("session", phone, service.codeOf(NUMBER, 1));
    }

    private LoginOrCreateBySmsResponse login(String key, String number) {
        return with(key).loginOrCreateBySms(request(number));
    }

    private AuthenticateResponse authenticate(String key, String phone, String code) {
        return with(key)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private static LoginOrCreateBySmsRequest request(String number) {
        return LoginOrCreateBySmsRequest.newBuilder().setPhoneNumber(number).build();
    }

    private PasscodeServiceBlockingStub with(String key) {
        return with(key, service.passcodes());
    }

    private static PasscodeServiceBlockingStub with(String key, PasscodeServiceBlockingStub stub) {
        return stub.withInterceptors(key(key));
    }

    private static ClientInterceptor key(String key) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), key);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static <A> List<A> allAtOnce(int count, Callable<A> call) throws Exception {
        try (var threads = Executors.newFixedThreadPool(count)) {
            var answers = new ArrayList<A>();
            for (var future : threads.invokeAll(java.util.Collections.nCopies(count, call))) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    private long kept() {
        return number("select count(*) from kept_answer");
    }

    private long count(String event) {
        return number("select count(*) from event where payload_type = '" + event + "'");
    }

    private long number(String sql) {
        try (var connection = DriverManager.getConnection(service.jdbcUrl);
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    private static String reasonOf(Executable call) {
        return ErrorInfos.of(refused(call)).getReason();
    }

    private static StatusRuntimeException refused(Executable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::execute);
    }
}
