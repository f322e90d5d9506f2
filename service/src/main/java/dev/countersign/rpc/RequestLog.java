package dev.countersign.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Counts every call and logs the few that an operator should see: failures of ours, with their cause, and slow
/// ones. A stream may last. Requests, answers and credentials are never logged.
final class RequestLog implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private final CallMetrics metrics;
    private final Duration slow;
    private final LongSupplier nanoTime;

    /// @param slow calls that take at least this long are logged
    /// @param nanoTime `System::nanoTime`
    RequestLog(CallMetrics metrics, Duration slow, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.slow = slow;
        this.nanoTime = nanoTime;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var timed = new TimedCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
            @Override
            public void onCancel() {
                timed.ended(Status.CANCELLED);
                super.onCancel();
            }
        };
    }

    private void ended(MethodDescriptor<?, ?> called, Status status, Duration took) {
        var method = called.getFullMethodName();
        metrics.ended(method, status.getCode(), took);
        switch (status.getCode()) {
            case UNKNOWN, INTERNAL, DATA_LOSS -> log(Level.ERROR, "A call failed", method, status, took);
            case UNAVAILABLE -> log(Level.WARN, "A call could not be served", method, status, took);
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    DEADLINE_EXCEEDED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAUTHENTICATED -> {
                if (called.getType().serverSendsOneMessage() && took.compareTo(slow) >= 0) {
                    log(Level.WARN, "A call was slow", method, status, took);
                }
            }
        }
    }

    private static void log(Level level, String message, String method, Status status, Duration took) {
        LOG.atLevel(level)
                .addKeyValue("request_id", RequestId.current())
                .addKeyValue("method", method)
                .addKeyValue("code", status.getCode())
                .addKeyValue("took_ms", took.toMillis())
                .setCause(status.getCause())
                .log(message);
    }

    private final class TimedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final long start = nanoTime.getAsLong();
        private final AtomicBoolean ended = new AtomicBoolean();

        TimedCall(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ended(status);
            super.close(status, trailers);
        }

        void ended(Status status) {
            if (ended.compareAndSet(false, true)) {
                RequestLog.this.ended(getMethodDescriptor(), status, Duration.ofNanos(nanoTime.getAsLong() - start));
            }
        }
    }
}
