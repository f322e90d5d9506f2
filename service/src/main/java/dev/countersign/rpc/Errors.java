package dev.countersign.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Alone makes statuses: each with exactly one `ErrorInfo` of our domain, and nothing in it that was not meant to be
/// told. What went wrong inside travels as the cause of the status, which never leaves the process.
final class Errors {
    static final String DOMAIN = "countersign.dev";
    static final Metadata.Key<com.google.rpc.Status> DETAILS = Metadata.Key.of(
            "grpc-status-details-bin", ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

    private static final String PREFIX = "ERROR_REASON_";

    /// Chains of causes are followed this far; longer ones may be rings.
    private static final int CAUSES = 20;

    private final Predicate<Throwable> unavailable;

    /// @param unavailable whether an exception says that a part of the service, such as its store, cannot be reached
    Errors(Predicate<Throwable> unavailable) {
        this.unavailable = unavailable;
    }

    /// How a call ends that an exception came out of.
    Failure of(Throwable problem) {
        return causes(problem)
                .flatMap(cause -> expected(cause).stream())
                .findFirst()
                .or(() -> abandoned(problem))
                .orElseGet(() -> failure(Refusal.of(ErrorReason.ERROR_REASON_INTERNAL_SERVER_ERROR), problem));
    }

    /// How a call ends that was closed with a status instead, by gRPC itself or through an observer's `onError`.
    Failure of(Status status, Metadata trailers) {
        if (status.isOk() || trailers.containsKey(DETAILS)) {
            return new Failure(status, trailers);
        }
        if (status.getCause() != null) {
            return of(status.getCause());
        }
        return switch (status.getCode()) {
            case UNKNOWN, INTERNAL, DATA_LOSS -> of(new StatusRuntimeException(status));
            case UNIMPLEMENTED -> failure(Refusal.of(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND), null);
            case UNAVAILABLE -> failure(Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE), null);
            case DEADLINE_EXCEEDED -> failure(Refusal.of(ErrorReason.ERROR_REASON_REQUEST_TIMEOUT), null);
            // Ours never come as bare statuses; the health service has a protocol of its own.
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNAUTHENTICATED -> new Failure(status, trailers);
        };
    }

    private Optional<Failure> expected(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return Optional.of(failure(refusal, null));
        }
        if (unavailable.test(cause)) {
            return Optional.of(failure(Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE), cause));
        }
        // So gRPC's marshallers say that a message is no message.
        if (cause instanceof StatusRuntimeException
                && cause.getCause() instanceof InvalidProtocolBufferException unreadable) {
            return Optional.of(failure(Refusal.of(ErrorReason.ERROR_REASON_BAD_REQUEST), unreadable));
        }
        return Optional.empty();
    }

    /// Whoever works for a caller that has gone, or has waited too long, may fail in any way.
    private static Optional<Failure> abandoned(Throwable problem) {
        var context = Context.current();
        if (!context.isCancelled()) {
            return Optional.empty();
        }
        return Optional.of(
                context.cancellationCause() instanceof TimeoutException
                        ? failure(Refusal.of(ErrorReason.ERROR_REASON_REQUEST_TIMEOUT), problem)
                        : new Failure(Status.CANCELLED.withCause(problem), new Metadata()));
    }

    private static Failure failure(Refusal refusal, @Nullable Throwable cause) {
        var answer = refusal.reason().getValueDescriptor().getOptions().getExtension(ErrorReasonOuterClass.answer);
        var details = com.google.rpc.Status.newBuilder()
                .setCode(answer.getCodeValue())
                .setMessage(answer.getMessage())
                .addDetails(Any.pack(info(refusal)));
        refusal.retryDelay().ifPresent(delay -> details.addDetails(Any.pack(retry(delay))));
        var trailers = new Metadata();
        trailers.put(DETAILS, details.build());
        return new Failure(
                Status.fromCodeValue(answer.getCodeValue())
                        .withDescription(answer.getMessage())
                        .withCause(cause),
                trailers);
    }

    private static ErrorInfo info(Refusal refusal) {
        return ErrorInfo.newBuilder()
                .setReason(refusal.reason().name().substring(PREFIX.length()))
                .setDomain(DOMAIN)
                .putAllMetadata(refusal.metadata())
                .build();
    }

    private static RetryInfo retry(Duration delay) {
        return RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.getSeconds())
                        .setNanos(delay.getNano()))
                .build();
    }

    private static Stream<Throwable> causes(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause).limit(CAUSES);
    }

    /// What a call is closed with.
    record Failure(Status status, Metadata trailers) {}
}
