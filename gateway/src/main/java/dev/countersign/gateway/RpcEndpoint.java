package dev.countersign.gateway;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/// Answers a request by an RPC of the service.
///
/// @param permits one for each call that may be under way; what is above is refused at once, so that a slow service
///     cannot fill the memory. Clients that are slow with their bodies take none
/// @param maxAge for how many seconds anybody may keep an answer
record RpcEndpoint(
        MethodDescriptor<Message, Message> method,
        RequestReader reader,
        ServiceCalls calls,
        Semaphore permits,
        int maxAge)
        implements Endpoint {

    @Override
    public Answer answer(HttpCall call) throws IOException {
        var request = reader.read(call);
        if (!permits.tryAcquire()) {
            throw Refusal.busy();
        }
        try {
            return Envelope.of(calls.call(method, request, call), call.id()).keptFor(maxAge);
        } finally {
            permits.release();
        }
    }
}
