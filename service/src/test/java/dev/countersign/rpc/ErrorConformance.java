package dev.countersign.rpc;

import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds a server to its promise: a call that fails carries exactly one `ErrorInfo`, of our domain. Any other failure
/// becomes an `UNKNOWN` that says so, and no test expects that.
public final class ErrorConformance implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(new ConformingListener<>(listener), headers);
            }
        };
    }

    private static boolean conforms(@Nullable Status details, io.grpc.Status status) {
        return details != null
                && details.getCode() == status.getCode().value()
                && details.getMessage().equals(status.getDescription())
                && infos(details).equals(List.of(Errors.DOMAIN));
    }

    private static List<String> infos(Status details) {
        return details.getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> Answers.unpack(detail, ErrorInfo.class).getDomain())
                .toList();
    }

    private static final class ConformingListener<R> extends SimpleForwardingClientCallListener<R> {
        ConformingListener(ClientCall.Listener<R> listener) {
            super(listener);
        }

        @Override
        public void onClose(io.grpc.Status status, Metadata trailers) {
            super.onClose(
                    status.isOk() || conforms(trailers.get(Errors.DETAILS), status)
                            ? status
                            : io.grpc.Status.UNKNOWN.withDescription("Not our way to fail: " + status),
                    trailers);
        }
    }
}
