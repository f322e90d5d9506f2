package dev.countersign.rpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Reads what a failed call was answered with.
public final class Answers {
    private Answers() {}

    /// The status that this call fails with.
    public static StatusRuntimeException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    /// The reason that this call is refused with, such as `OTP_CODE_NOT_FOUND`.
    public static String reasonOf(ThrowingCallable call) {
        return info(failureOf(call)).getReason();
    }

    public static ErrorInfo info(StatusRuntimeException failure) {
        return detail(details(failure), ErrorInfo.class)
                .orElseThrow(() -> new AssertionError("no ErrorInfo in " + failure.getStatus(), failure));
    }

    public static Optional<RetryInfo> retry(StatusRuntimeException failure) {
        return detail(details(failure), RetryInfo.class);
    }

    static <M extends Message> Optional<M> detail(Status status, Class<M> type) {
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(type))
                .map(detail -> unpack(detail, type))
                .findFirst();
    }

    static <M extends Message> M unpack(Any detail, Class<M> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Status details(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        if (status == null) {
            throw new AssertionError("no details", failure);
        }
        return status;
    }
}
