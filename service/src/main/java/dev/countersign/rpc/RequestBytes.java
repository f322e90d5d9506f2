package dev.countersign.rpc;

import dev.countersign.v1.ErrorReason;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Carries requests unparsed through gRPC, as far as the interceptors, so that one that is too large or cannot be read
/// is refused like any other. Without it gRPC would only reset the stream.
final class RequestBytes implements Marshaller<InputStream> {
    private final int limit;

    /// @param limit the largest size of a request, in bytes
    RequestBytes(int limit) {
        this.limit = limit;
    }

    /// What gRPC calls when a request has arrived: outside the interceptors.
    @Override
    public InputStream parse(InputStream request) {
        return request;
    }

    /// What is called before a request is parsed: inside the interceptors.
    @Override
    public InputStream stream(InputStream request) {
        try {
            if (request instanceof KnownLength) {
                return within(request.available(), request);
            }
            // Compressed: its size shows only in reading.
            var bytes = request.readNBytes(limit + 1);
            return within(bytes.length, new ByteArrayInputStream(bytes));
        } catch (IOException unreadable) {
            throw Refusal.of(ErrorReason.ERROR_REASON_BAD_REQUEST);
        }
    }

    private InputStream within(int size, InputStream request) {
        if (size > limit) {
            throw Refusal.of(ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE);
        }
        return request;
    }
}
