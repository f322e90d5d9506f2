package dev.countersign.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a call that something was thrown in with the status that [Errors] has for it.
///
/// A call ends once: after a failure the rest of the chain hears no more of the request.
final class ErrorMapping implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    private final Errors errors;

    ErrorMapping(Errors errors) {
        this.errors = errors;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var mapped = new MappedCall<>(call);
        try {
            return new MappedListener<>(next.startCall(mapped, headers), mapped);
        } catch (Throwable problem) {
            mapped.fail(problem);
            return new ServerCall.Listener<>() {};
        }
    }

    private final class MappedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private volatile boolean closed;

        MappedCall(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            closed = true;
            var end = errors.of(status, trailers);
            super.close(end.status(), end.trailers());
        }

        void fail(Throwable problem) {
            if (closed) {
                LOG.atError()
                        .addKeyValue("request_id", RequestId.current())
                        .addKeyValue("method", getMethodDescriptor().getFullMethodName())
                        .setCause(problem)
                        .log("A call failed after its answer");
                return;
            }
            closed = true;
            var end = errors.of(problem);
            super.close(end.status(), end.trailers());
        }
    }

    private static final class MappedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final MappedCall<Q, ?> call;

        MappedListener(ServerCall.Listener<Q> listener, MappedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            whileOpen(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            whileOpen(super::onHalfClose);
        }

        @Override
        public void onReady() {
            whileOpen(super::onReady);
        }

        private void whileOpen(Runnable step) {
            if (call.closed) {
                return;
            }
            try {
                step.run();
            } catch (Throwable problem) {
                call.fail(problem);
            }
        }
    }
}
