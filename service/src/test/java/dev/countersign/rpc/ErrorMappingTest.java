package dev.countersign.rpc;

import static dev.countersign.rpc.Answers.failureOf;
import static dev.countersign.rpc.Answers.info;
import static dev.countersign.rpc.Answers.reasonOf;
import static dev.countersign.rpc.Answers.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.v1.AuthenticateRequest;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import dev.countersign.v1.SendBySmsRequest;
import io.grpc.Status.Code;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ErrorMappingTest {
    private final DoorSteps door = new DoorSteps();
    private final LogCapture log = new LogCapture(RequestLog.class);

    @AfterEach
    void close() {
        log.close();
        door.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
    void everyReasonThatIsThrownReachesTheCaller(ErrorReason reason) {
        door.passcodes.says(() -> {
            throw Refusal.of(reason).with("attempts_left", "4");
        });

        var failure = failureOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN));

        var answer = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
        assertThat(failure.getStatus().getCode().value()).isEqualTo(answer.getCodeValue());
        assertThat(failure.getStatus().getDescription()).isEqualTo(answer.getMessage());
        assertThat("ERROR_REASON_" + info(failure).getReason()).isEqualTo(reason.name());
        assertThat(info(failure).getMetadataMap()).containsEntry("attempts_left", "4");
    }

    @Test
    void aDelayReachesTheCaller() {
        door.passcodes.says(() -> {
            throw Refusal.of(ErrorReason.ERROR_REASON_USER_LOCK_LIMIT_REACHED).retryAfter(Duration.ofMinutes(59));
        });

        var failure = failureOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN));

        assertThat(retry(failure).orElseThrow().getRetryDelay().getSeconds()).isEqualTo(59 * 60);
    }

    @Test
    void anUnforeseenExceptionLeaksNothingAndIsWholeInTheLog() {
        door.passcodes.says(() -> {
            throw new IllegalStateException("SELECT secret FROM vault", new IllegalArgumentException("+12025550162"));
        });

        var failure = failureOf(() -> door.caller()
                .withInterceptors(DoorSteps.sending("x-request-id", "call-0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e"))
                .loginOrCreateBySms(DoorSteps.LOGIN));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.INTERNAL);
        assertThat(info(failure).getReason()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(failure.getStatus() + " " + failure.getTrailers() + " " + info(failure))
                .doesNotContain("SELECT", "IllegalState", "+1202", "dev.countersign");
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(LogCapture.whole(event))
                        .contains(
                                "ERROR",
                                "request_id=\"call-0198c0de-7f3a-7c1b-9d52-3f6a8b1c2d4e\"",
                                "SELECT secret FROM vault",
                                "ErrorMappingTest"));
    }

    @Test
    void anErrorOfTheMachineIsAnsweredToo() {
        door.passcodes.says(() -> {
            throw new StackOverflowError();
        });

        assertThat(reasonOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN)))
                .isEqualTo("INTERNAL_SERVER_ERROR");
    }

    @Test
    void aStoreThatCannotBeReachedIsUnavailable() {
        door.passcodes.says(() -> {
            throw new DoorSteps.Unreachable();
        });

        var failure = failureOf(() -> door.caller().loginOrCreateBySms(DoorSteps.LOGIN));

        assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(info(failure).getReason()).isEqualTo("SERVER_UNAVAILABLE");
        assertThat(failure.getStatus().getDescription()).doesNotContain("db.internal");
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(LogCapture.whole(event)).contains("WARN", "db.internal:5432"));
    }

    @Test
    void aRefusalGivenToTheObserverIsLikeOneThrown() {
        door.passcodes.says(() -> {
            throw Refusal.of(ErrorReason.ERROR_REASON_OTP_CODE_NOT_FOUND);
        });

        assertThat(reasonOf(() -> door.caller().authenticate(authenticate()))).isEqualTo("OTP_CODE_NOT_FOUND");
    }

    @Test
    void anUnforeseenExceptionGivenToTheObserverLeaksNothing() {
        door.passcodes.says(() -> {
            throw new IllegalStateException("SELECT secret FROM vault");
        });

        var failure = failureOf(() -> door.caller().authenticate(authenticate()));

        assertThat(info(failure).getReason()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(failure.getStatus().getDescription()).doesNotContain("SELECT");
    }

    @Test
    void aMethodThatNobodyWroteIsNoRoute() {
        var request =
                SendBySmsRequest.newBuilder().setPhoneNumber("+12025550162").build();

        assertThat(reasonOf(() -> door.caller().sendBySms(request))).isEqualTo("ROUTE_NOT_FOUND");
    }

    @Test
    void aFailureAfterTheAnswerIsLoggedAndTheAnswerStands() {
        try (var late = new LogCapture(ErrorMapping.class)) {
            door.passcodes.saysAfterwards(() -> {
                throw new IllegalStateException("too late");
            });

            var response = door.caller().loginOrCreateBySms(DoorSteps.LOGIN);
            door.close();

            assertThat(response.getUserCreated()).isFalse();
            assertThat(LogCapture.whole(late.next())).contains("ERROR", "too late", "request_id");
            assertThat(late.events()).hasSize(1);
        }
    }

    private static AuthenticateRequest authenticate() {
        return AuthenticateRequest.newBuilder()
                .setMethodId("phone-number-test-11111111-1111-4111-8111-111111111111")
                .setCode("123456")
                .build();
    }
}
