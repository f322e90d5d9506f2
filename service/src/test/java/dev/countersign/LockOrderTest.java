package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.postgres.EmbeddedPostgres;
import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.AuthenticateResponse;
import dev.countersign.v1.DeletePhoneNumberRequest;
import dev.countersign.v1.DeleteUserRequest;
import dev.countersign.v1.ExchangePrimaryFactorRequest;
import dev.countersign.v1.LoginOrCreateBySmsRequest;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.SendBySmsRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// Calls about one person that meet in one process wait for one another, and never each for the other: Axon would
/// notice, log it with a stack trace, and make one of them start again.
@Timeout(120)
class LockOrderTest {

    private static final Logger AXON = (Logger) LoggerFactory.getLogger("org.axonframework");
    private static final int ROUNDS = 15;
    private static EmbeddedPostgres postgres;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
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
        logged.start();
        AXON.addAppender(logged);
    }

    @AfterEach
    void stop() throws InterruptedException {
        AXON.detachAppender(logged);
        service.close();
    }

    @Test
    void firstLoginMeetsTheEndOfItsUser() throws InterruptedException {
        for (var round = 0; round < ROUNDS; round++) {
            var number = "+120255501" + (10 + round);
            var login = loginAsPending(number);
            var code = service.codeOf(number, 1);

            atOnce(
                    () -> authenticate(login.getPhoneId(), code, ""),
                    () -> authenticate(login.getPhoneId(), "0000", ""),
                    () -> loginAsPending(number),
                    () -> service.users()
                            .deleteUser(DeleteUserRequest.newBuilder()
                                    .setUserId(login.getUserId())
                                    .build()));
        }
        assertThat(circles()).isEmpty();
    }

    @Test
    void proofOfASecondPhoneMeetsTheRemovalOfBoth() throws InterruptedException {
        for (var round = 0; round < ROUNDS; round++) {
            var first = "+120255501" + (10 + round);
            var second = "+120255501" + (40 + round);
            var login = loginAsPending(first);
            var session = authenticate(login.getPhoneId(), service.codeOf(first, 1), "")
                    .getSessionToken();
            var sent = service.passcodes()
                    .sendBySms(SendBySmsRequest.newBuilder()
                            .setPhoneNumber(second)
                            .setSessionToken(session)
                            .build());
            var code = service.codeOf(second, 1);

            atOnce(
                    () -> authenticate(sent.getPhoneId(), code, session),
                    () -> delete(login.getPhoneId()),
                    () -> delete(sent.getPhoneId()));
        }
        assertThat(circles()).isEmpty();
    }

    @Test
    void loginMeetsAnExchange() throws InterruptedException {
        for (var round = 0; round < ROUNDS; round++) {
            var number = "+120255501" + (10 + round);
            var other = "+120255501" + (40 + round);
            var login = loginAsPending(number);
            var session = authenticate(login.getPhoneId(), service.codeOf(number, 1), "")
                    .getSessionToken();
            loginAsPending(number);
            var code = service.codeOf(number, 2);

            atOnce(
                    () -> authenticate(login.getPhoneId(), code, session),
                    () -> delete(login.getPhoneId()),
                    () -> service.users()
                            .exchangePrimaryFactor(ExchangePrimaryFactorRequest.newBuilder()
                                    .setUserId(login.getUserId())
                                    .setPhoneNumber(other)
                                    .build()));
        }
        assertThat(circles()).isEmpty();
    }

    private List<String> circles() {
        return List.copyOf(logged.list).stream()
                .flatMap(event -> Stream.ofNullable(event.getThrowableProxy()))
                .map(failure -> failure.getClassName() + ": " + failure.getMessage())
                .filter(failure -> failure.contains("Deadlock"))
                .toList();
    }

    /// Whoever comes too late is refused.
    private static void atOnce(Runnable... calls) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Stream.of(calls)
                    .<Callable<Boolean>>map(call -> () -> {
                        try {
                            call.run();
                            return true;
                        } catch (StatusRuntimeException e) {
                            return ErrorInfos.of(e).getReason().isEmpty();
                        }
                    })
                    .toList());
        }
    }

    private LoginOrCreateBySmsResponse loginAsPending(String number) {
        return service.passcodes()
                .loginOrCreateBySms(LoginOrCreateBySmsRequest.newBuilder()
                        .setPhoneNumber(number)
                        .setCreateUserAsPending(true)
                        .build());
    }

    private AuthenticateResponse authenticate(String phone, String code, String session) {
        return service.passcodes()
                .authenticate(AuthenticateRequest.newBuilder()
                        .setMethodId(phone)
                        .setCode(code)
                        .setSessionToken(session)
                        .setSessionDurationMinutes(60)
                        .build());
    }

    private void delete(String phone) {
        service.users()
                .deletePhoneNumber(
                        DeletePhoneNumberRequest.newBuilder().setPhoneId(phone).build());
    }
}
