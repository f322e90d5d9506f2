package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads the body of a request as text, within bounds of size and time.
///
/// @param maxBytes a longer body is refused, whether its length was announced or not
/// @param longest how long the body may take to arrive, as a whole
public record RequestBody(int maxBytes, Duration longest) {
    private static final int DISCARDED = 1024 * 1024;

    /// The body; empty if there is none. A body that is not empty must be declared as JSON in UTF-8.
    ///
    /// Throws `IOException` only if the client is gone.
    public String read(Request request) throws IOException {
        var declared = ContentType.isJson(request.getHeaders());
        if (!declared && request.getHeaders().contains(HttpHeader.CONTENT_TYPE)) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNSUPPORTED_MEDIA_TYPE);
        }
        if (request.getLength() == 0) {
            return "";
        }
        var bytes = bytes(request);
        if (!declared && bytes.length > 0) {
            throw Refusal.of(ErrorReason.ERROR_REASON_UNSUPPORTED_MEDIA_TYPE);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest();
        }
    }

    private byte[] bytes(Request request) throws IOException {
        var length = request.getLength();
        if (length > DISCARDED || (length > maxBytes && request.getHeaders().contains(HttpHeader.EXPECT))) {
            throw tooLarge();
        }
        try (var in = Content.Source.asInputStream(request)) {
            return length < 0 || length > maxBytes
                    ? inTime(request, () -> unannounced(in))
                    : announced(request, in, (int) length);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw Refusal.slowClient();
            }
            throw e;
        }
    }

    private byte[] announced(Request request, InputStream in, int length) throws IOException {
        var bytes = new byte[length];
        var read = Math.max(0, in.read(bytes));
        // Nearly always that was all, and no clock is needed.
        if (read < length) {
            var _ = inTime(request, () -> in.readNBytes(bytes, read, length - read));
        }
        return bytes;
    }

    private byte[] unannounced(InputStream in) throws IOException {
        var bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            discard(in);
            throw tooLarge();
        }
        return bytes;
    }

    private <T> T inTime(Request request, Reading<T> reading) throws IOException {
        var clock = request.getComponents()
                .getScheduler()
                .schedule(() -> request.fail(new TimeoutException()), longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return reading.read();
        } finally {
            clock.cancel();
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// Takes in somewhat more than allowed, so that most clients are done sending when the refusal comes, and read it.
    /// Beyond that the connection is cut.
    private static void discard(InputStream in) throws IOException {
        var buffer = new byte[8192];
        for (int rest = DISCARDED; rest > 0; ) {
            var count = in.read(buffer);
            rest -= count < 0 ? rest : count;
        }
    }

    private static Refusal tooLarge() {
        return Refusal.of(ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE);
    }
}
