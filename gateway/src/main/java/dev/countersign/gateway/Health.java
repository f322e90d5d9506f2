package dev.countersign.gateway;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.countersign.v1.ErrorReason;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What operators and their tools ask: `/healthz`, whether this process runs; `/readyz`, whether the service behind it
/// says that it serves (`grpc.health.v1`).
record Health(Channel channel) {
    private static final long PATIENCE_SECONDS = 2;

    List<Route> routes() {
        return List.of(
                new Route("GET", PathTemplate.parse("/healthz"), Health::running),
                new Route("GET", PathTemplate.parse("/readyz"), this::ready));
    }

    private static Answer running(HttpCall call) {
        return answer("running", call);
    }

    private Answer ready(HttpCall call) {
        if (!serves()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_SERVER_UNAVAILABLE);
        }
        return answer("ready", call);
    }

    private boolean serves() {
        try {
            var answer = HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance());
            return answer.getStatus() == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private static Answer answer(String status, HttpCall call) {
        var text = Value.newBuilder().setStringValue(status).build();
        return Envelope.of(Struct.newBuilder().putFields("status", text).build(), call.id());
    }
}
