package dev.countersign.rpc;

import dev.countersign.v1.ErrorReason;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Works on so many calls at once and refuses what comes on top with `TOO_MANY_REQUESTS`: whoever waits behind a
/// database that is too slow gets an answer while it is still of use. Does nothing for callers that have gone.
final class Admission implements ServerInterceptor {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Semaphore places;

    Admission(int places) {
        this.places = new Semaphore(places);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(admitted(() -> next.startCall(call, headers))) {
            @Override
            public void onHalfClose() {
                if (!call.isCancelled()) {
                    admitted(() -> {
                        super.onHalfClose();
                        return call;
                    });
                }
            }
        };
    }

    private <T> T admitted(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_REQUESTS).retryAfter(LATER);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
