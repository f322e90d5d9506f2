package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.info;
import static dev.countersign.rpc.Answers.reasonOf;
import static dev.countersign.rpc.Answers.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.LoginOrCreateBySmsResponse;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
    private final DoorSteps door = new DoorSteps();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void callsBeyondThePlacesAreRefusedAndTheOthersAreServed() throws Exception {
        var working = new CountDownLatch(DoorSteps.PLACES);
        var enough = new CountDownLatch(1);
        door.passcodes.says(() -> {
            working.countDown();
            await(enough);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var served = new ArrayList<Future<LoginOrCreateBySmsResponse>>();
            for (var i = 0; i < DoorSteps.PLACES; i++) {
                served.add(threads.submit(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN)));
            }
            working.await();

            var refusal = failureOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN));
            assertThat(info(refusal).getReason()).isEqualTo("TOO_MANY_REQUESTS");
            assertThat(retry(refusal).orElseThrow().getRetryDelay().getSeconds())
                    .isEqualTo(1);

            enough.countDown();
            for (var call : served) {
                assertThat(call.get()).isNotNull();
            }
        }
        assertThat(door.caller().loginOrCreateBySms(DoorSteps.LOGIN)).isNotNull();
    }

    @Test
    void refusedCallsGiveTheirPlacesBack() {
        door.passcodes.says(() -> {
            throw Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND);
        });
        for (var i = 0; i <= DoorSteps.PLACES; i++) {
            assertThat(reasonOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN)))
                    .isEqualTo("PHONE_NUMBER_NOT_FOUND");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
