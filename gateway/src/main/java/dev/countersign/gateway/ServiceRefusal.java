package dev.countersign.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.countersign.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a failed call says: the reason that the service gave in `google.rpc.ErrorInfo`, or what its status amounts to
/// where there is none, as when the service cannot be reached.
///
/// @param details the metadata of the reason
/// @param retryAfterSeconds when to come back, rounded up; empty: the service did not say
/// @param foreseen whether the service gave a reason
public record ServiceRefusal(
        Reason reason, Map<String, String> details, OptionalLong retryAfterSeconds, boolean foreseen) {
    private static final String DOMAIN = "countersign.dev";

    public static ServiceRefusal of(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        if (status != null) {
            var info = detail(status, ErrorInfo.class)
                    .filter(found -> found.getDomain().equals(DOMAIN));
            var reason = info.flatMap(found -> Reason.named(found.getReason()));
            if (info.isPresent() && reason.isPresent()) {
                return new ServiceRefusal(reason.get(), info.get().getMetadataMap(), retryAfter(status), true);
            }
        }
        return new ServiceRefusal(Reason.of(byCode(failure.getStatus())), Map.of(), OptionalLong.empty(), false);
    }

    private static ErrorReason byCode(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> ErrorReason.ERROR_REASON_REQUEST_TIMEOUT;
            case UNIMPLEMENTED -> ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND;
            default -> ErrorReason.ERROR_REASON_INTERNAL_SERVER_ERROR;
        };
    }

    private static OptionalLong retryAfter(com.google.rpc.Status status) {
        return detail(status, RetryInfo.class)
                .map(info -> OptionalLong.of(Math.ceilDiv(Durations.toMillis(info.getRetryDelay()), 1000)))
                .orElse(OptionalLong.empty());
    }

    private static <T extends Message> Optional<T> detail(com.google.rpc.Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
