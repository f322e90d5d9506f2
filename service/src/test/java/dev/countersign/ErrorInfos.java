package dev.countersign;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/// Reads why a call was refused.
final class ErrorInfos {

    private ErrorInfos() {}

    static ErrorInfo of(StatusRuntimeException refusal) {
        var status = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
        for (var detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return detail.unpack(ErrorInfo.class);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("No ErrorInfo", refusal);
    }
}
