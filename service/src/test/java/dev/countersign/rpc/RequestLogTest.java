package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.reasonOf;
import static dev.countersign.rpc.DoorSteps.LOGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.rpc.RecordingMetrics.Ended;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import dev.countersign.v1.PasscodeServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ServerInterceptors;
import io.grpc.Status.Code;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private static final String METHOD =
            PasscodeServiceGrpc.getLoginOrCreateBySmsMethod().getFullMethodName();

    private final DoorSteps door = new DoorSteps();
    private final LogCapture log = new LogCapture(RequestLog.class);

    @AfterEach
    void close() {
        log.close();
        door.close();
    }

    @Test
    void aCallThatSucceedsIsCountedAndNotLogged() throws InterruptedException {
        door.caller().loginOrCreateBySms(LOGIN);

        assertThat(door.metrics.next()).isEqualTo(new Ended(METHOD, Code.OK));
        assertThat(door.metrics.rest()).isEmpty();
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aRefusalIsCountedAndNotLogged() throws InterruptedException {
        door.passcodes.says(() -> {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS);
        });

        assertThat(reasonOf(() -> door.caller().loginOrCreateBySms(LOGIN))).isEqualTo("TOO_MANY_REQUESTS");

        assertThat(door.metrics.next()).isEqualTo(new Ended(METHOD, Code.RESOURCE_EXHAUSTED));
        assertThat(log.events()).isEmpty();
    }

    @Test
    void methodsThatDoNotExistAreCountedUnderOneName() throws InterruptedException {
        var invented = PasscodeServiceGrpc.getLoginOrCreateBySmsMethod().toBuilder()
                .setFullMethodName("invented/ByTheCaller")
                .build();

        failureOf(() -> ClientCalls.blockingUnaryCall(door.channel, invented, CallOptions.DEFAULT, LOGIN));

        assertThat(door.metrics.next()).isEqualTo(new Ended("unknown", Code.UNIMPLEMENTED));
    }

    @Test
    void aCallThatItsCallerGivesUpIsCountedOnce() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        door.passcodes.says(() -> {
            inside.countDown();
            await(leave);
        });
        var stub = PasscodeServiceGrpc.newFutureStub(door.channel)
                .withInterceptors(DoorSteps.sending(
                        "authorization", DoorSteps.basic(DoorSteps.PROJECT.value() + ":" + DoorSteps.SECRET)));

        var call = stub.loginOrCreateBySms(LOGIN);
        await(inside);
        call.cancel(true);
        leave.countDown();

        assertThat(door.metrics.next().method()).isEqualTo(METHOD);
        door.close();
        assertThat(door.metrics.rest()).isEmpty();
    }

    @Test
    void aSlowCallIsLoggedWithoutItsContent() throws IOException {
        var clock = new AtomicLong();
        var service = new ScriptedPasscodes();
        service.says(() -> clock.addAndGet(Duration.ofSeconds(3).toNanos()));
        var name = InProcessServerBuilder.generateName();
        var server = InProcessServerBuilder.forName(name)
                .addService(ServerInterceptors.interceptForward(
                        service,
                        new RequestId(),
                        new RequestLog(new RecordingMetrics(), Duration.ofSeconds(3), clock::get)))
                .directExecutor()
                .build()
                .start();
        var channel = InProcessChannelBuilder.forName(name).directExecutor().build();

        var response = PasscodeServiceGrpc.newBlockingStub(channel).loginOrCreateBySms(LOGIN);

        assertThat(response).isEqualTo(LoginOrCreateBySmsResponse.getDefaultInstance());
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(LogCapture.whole(event))
                        .contains("WARN", "slow", "took_ms=\"3000\"", METHOD, "request_id")
                        .doesNotContain("+1202"));
        channel.shutdownNow();
        server.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException impatient) {
            throw new AssertionError(impatient);
        }
    }
}
