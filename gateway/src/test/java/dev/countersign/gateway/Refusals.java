package dev.countersign.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.ErrorReasonOuterClass;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/// Failures as the service makes them.
final class Refusals {
    private Refusals() {}

    static StatusRuntimeException of(ErrorReason reason) {
        return of(reason, Map.of());
    }

    static StatusRuntimeException of(ErrorReason reason, Map<String, String> metadata) {
        return StatusProto.toStatusRuntimeException(status(reason, metadata).build());
    }

    static StatusRuntimeException retry(ErrorReason reason, Duration delay) {
        var retry = RetryInfo.newBuilder().setRetryDelay(delay).build();
        return StatusProto.toStatusRuntimeException(
                status(reason, Map.of()).addDetails(Any.pack(retry)).build());
    }

    static Status.Builder status(ErrorReason reason, Map<String, String> metadata) {
        var info = ErrorInfo.newBuilder()
                .setDomain("countersign.dev")
                .setReason(reason.name().replace("ERROR_REASON_", ""))
                .putAllMetadata(metadata)
                .build();
        var code = reason.getValueDescriptor()
                .getOptions()
                .getExtension(ErrorReasonOuterClass.answer)
                .getCode();
        return Status.newBuilder().setCode(code.getNumber()).addDetails(Any.pack(info));
    }
}
