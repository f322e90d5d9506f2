package dev.countersign.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// JSON, which is what programs get, whatever they asked.
///
/// @param maxAge for how many seconds anybody may keep it; 0: nobody keeps it
/// @param header one that this answer has besides those that all have; null: none
public record Answer(
        int status, String json, int maxAge, @Nullable HttpField header) implements Reply {
    private static final HttpField TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField SNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    Answer(int status, String json, @Nullable HttpField header) {
        this(status, json, 0, header);
    }

    Answer keptFor(int seconds) {
        return new Answer(status, json, seconds, header);
    }

    Answer with(HttpField other) {
        return new Answer(status, json, maxAge, other);
    }

    @Override
    public void send(Response response, Callback callback) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var headers = response.getHeaders();
        response.setStatus(status);
        headers.add(TYPE);
        headers.add(maxAge == 0 ? NO_STORE : new HttpField(HttpHeader.CACHE_CONTROL, "public, max-age=" + maxAge));
        headers.add(SNIFF);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (header != null) {
            headers.add(header);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
