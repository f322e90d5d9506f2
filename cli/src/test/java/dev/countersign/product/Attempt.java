package dev.countersign.product;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// What came of a gRPC call.
sealed interface Attempt<T> {

    /// The answer.
    record Answered<T>(T answer) implements Attempt<T> {}

    /// A documented refusal: a status with exactly one `ErrorInfo` of ours. Any other failure is an error of the test.
    record Refused<T>(Status.Code code, String reason) implements Attempt<T> {}

    static <T> Attempt<T> of(Supplier<T> call) {
        try {
            return new Answered<>(call.get());
        } catch (StatusRuntimeException e) {
            return new Refused<>(e.getStatus().getCode(), reason(e));
        }
    }

    /// What those got that were answered.
    static <T> List<T> answers(List<Attempt<T>> attempts) {
        return attempts.stream()
                .<T>mapMulti((attempt, found) -> {
                    if (attempt instanceof Answered<T>(var answer)) {
                        found.accept(answer);
                    }
                })
                .toList();
    }

    static <T> List<Refused<T>> refusals(List<Attempt<T>> attempts) {
        return attempts.stream()
                .<Refused<T>>mapMulti((attempt, found) -> {
                    if (attempt instanceof Refused<T> refused) {
                        found.accept(refused);
                    }
                })
                .toList();
    }

    private static String reason(StatusRuntimeException failure) {
        var details = Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .toList();
        if (details.size() != 1) {
            throw new AssertionError(details.size() + " ErrorInfo", failure);
        }
        try {
            return details.getFirst().unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
