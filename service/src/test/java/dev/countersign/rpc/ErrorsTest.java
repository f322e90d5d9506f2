package dev.countersign.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.countersign.rpc.Errors.Failure;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ErrorsTest {
    private final Errors errors = new Errors(IllegalMonitorStateException.class::isInstance);

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
    void aReasonIsToldAsTheProtoFileSays(ErrorReason reason) {
        var answer = reason.getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);

        var failure = errors.of(Refusal.of(reason));

        assertThat(failure.status().getCode().value()).isEqualTo(answer.getCodeValue());
        assertThat(failure.status().getDescription())
                .isEqualTo(answer.getMessage())
                .isNotEmpty();
        assertThat(details(failure).getDetailsList()).hasSize(1);
        assertThat(info(failure))
                .isEqualTo(ErrorInfo.newBuilder()
                        .setReason(reason.name().replaceFirst("^ERROR_REASON_", ""))
                        .setDomain("countersign.dev")
                        .build());
    }

    @Test
    void metadataAndDelayTravelWithARefusal() {
        var failure = errors.of(Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS)
                .with("limit", "phone")
                .with("window", "1h")
                .retryAfter(Duration.ofMillis(61_500)));

        assertThat(info(failure).getMetadataMap())
                .containsEntry("limit", "phone")
                .containsEntry("window", "1h");
        var delay =
                Answers.detail(details(failure), RetryInfo.class).orElseThrow().getRetryDelay();
        assertThat(Duration.ofSeconds(delay.getSeconds(), delay.getNanos())).isEqualTo(Duration.ofMillis(61_500));
    }

    @Test
    void aRefusalIsFoundInsideWhatWrapsIt() {
        var wrapped = new CompletionException(Refusal.of(ErrorReason.ERROR_REASON_PHONE_NUMBER_NOT_FOUND));

        assertThat(info(errors.of(wrapped)).getReason()).isEqualTo("PHONE_NUMBER_NOT_FOUND");
    }

    @Test
    void theUnforeseenTellsNothingButKeepsItsCauseForTheLog() {
        var problem = new IllegalStateException("password=hunter2");

        var failure = errors.of(problem);

        assertThat(failure.status().getCode()).isEqualTo(Code.INTERNAL);
        assertThat(info(failure).getReason()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(failure.status().getDescription()).doesNotContain("hunter2");
        assertThat(failure.trailers().toString()).doesNotContain("hunter2");
        assertThat(failure.status().getCause()).isSameAs(problem);
    }

    @Test
    void whatCannotBeReachedIsUnavailable() {
        var failure = errors.of(new CompletionException(new IllegalMonitorStateException("db.internal")));

        assertThat(failure.status().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(info(failure).getReason()).isEqualTo("SERVER_UNAVAILABLE");
    }

    @Test
    void aRingOfCausesComesToAnEnd() {
        var one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));

        assertThat(errors.of(one).status().getCode()).isEqualTo(Code.INTERNAL);
    }

    @Test
    void workForACallerThatHasGoneEndsAsCancelled() throws Exception {
        var context = Context.current().withCancellation();
        context.cancel(null);

        var failure = context.call(() -> errors.of(new IllegalStateException("interrupted")));

        assertThat(failure.status().getCode()).isEqualTo(Code.CANCELLED);
    }

    @Test
    void workThatTookTooLongEndsAsTimeout() throws Exception {
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var context = Context.current().withDeadlineAfter(0, TimeUnit.SECONDS, timer);

            var failure = context.call(() -> errors.of(new IllegalStateException("interrupted")));

            assertThat(failure.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(info(failure).getReason()).isEqualTo("REQUEST_TIMEOUT");
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"UNKNOWN", "INTERNAL", "DATA_LOSS", "UNIMPLEMENTED", "UNAVAILABLE", "DEADLINE_EXCEEDED"})
    void aBareStatusOfAFailureBecomesOneOfOurs(Code code) {
        var failure = errors.of(code.toStatus().withDescription("hunter2"), new Metadata());

        assertThat(info(failure).getDomain()).isEqualTo("countersign.dev");
        assertThat(failure.status().getDescription()).doesNotContain("hunter2");
    }

    @Test
    void theHealthServiceKeepsItsOwnProtocol() {
        var unknown = Status.NOT_FOUND.withDescription("unknown service x");

        assertThat(errors.of(unknown, new Metadata()).status()).isSameAs(unknown);
    }

    private static com.google.rpc.Status details(Failure failure) {
        return Objects.requireNonNull(failure.trailers().get(Errors.DETAILS));
    }

    private static ErrorInfo info(Failure failure) {
        return Answers.detail(details(failure), ErrorInfo.class).orElseThrow();
    }
}
