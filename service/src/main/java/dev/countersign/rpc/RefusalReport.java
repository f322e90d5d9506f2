package dev.countersign.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.countersign.project.ProjectId;
import dev.countersign.project.SecretId;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells of calls that are refused, before they have their answer. Those that went well only carry a note of who calls.
final class RefusalReport implements ServerInterceptor {
    /// Wrong guesses that were counted: events tell of them.
    private static final String COUNTED = "attempts_left";

    private static final Context.Key<Shown> SHOWN = Context.key("shown-credentials");

    private final RefusedCalls refusedCalls;
    private final CallerAddress callerAddress;

    RefusalReport(RefusedCalls refusedCalls, CallerAddress callerAddress) {
        this.refusedCalls = refusedCalls;
        this.callerAddress = callerAddress;
    }

    /// The credentials that a call came with, as far as they were looked at.
    private static final class Shown {
        private volatile @Nullable ProjectId project;
        private volatile @Nullable SecretId secret;
    }

    /// The call that this code runs for names a project.
    static void names(ProjectId project) {
        Optional.ofNullable(SHOWN.get()).ifPresent(shown -> shown.project = project);
    }

    /// It has shown this secret of the project.
    static void proves(SecretId secret) {
        Optional.ofNullable(SHOWN.get()).ifPresent(shown -> shown.secret = secret);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var shown = new Shown();
        return Contexts.interceptCall(
                Context.current().withValue(SHOWN, shown),
                new ReportedCall<>(call, shown, RequestId.current(), callerAddress.of(call, headers)),
                headers,
                next);
    }

    private final class ReportedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final Shown shown;
        private final String requestId;
        private final Optional<InetAddress> address;

        ReportedCall(ServerCall<Q, R> call, Shown shown, String requestId, Optional<InetAddress> address) {
            super(call);
            this.shown = shown;
            this.requestId = requestId;
            this.address = address;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (isRefusal(status.getCode())) {
                info(trailers).filter(info -> !info.containsMetadata(COUNTED)).ifPresent(this::report);
            }
            super.close(status, trailers);
        }

        private void report(ErrorInfo info) {
            refusedCalls.refused(new RefusedCall(
                    shown.project,
                    shown.secret,
                    info.getReason(),
                    getMethodDescriptor().getFullMethodName(),
                    requestId,
                    address.map(InetAddress::getHostAddress).orElse(null)));
        }
    }

    private static boolean isRefusal(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNAUTHENTICATED -> true;
            // Others than the caller are to blame, or nobody knows who calls.
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> false;
        };
    }

    private static Optional<ErrorInfo> info(Metadata trailers) {
        var details = trailers.get(Errors.DETAILS);
        return details == null
                ? Optional.empty()
                : details.getDetailsList().stream()
                        .filter(detail -> detail.is(ErrorInfo.class))
                        .findFirst()
                        .flatMap(RefusalReport::unpacked);
    }

    private static Optional<ErrorInfo> unpacked(Any detail) {
        try {
            return Optional.of(detail.unpack(ErrorInfo.class));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }
}
