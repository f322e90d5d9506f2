package dev.countersign.gateway.console;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.countersign.gateway.Envelope;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.RequestBody;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.server.Request;

/// What is asked for by an address alone, as streams and downloads are: it is noted first, so that numbers and
/// addresses of persons stand in no URL, which proxies write down.
///
///     POST /console/api/noted   a request in JSON; gives its `id`, for `?noted=ID`
record Noted(Visits visits, RequestBody body) {
    private static final String ATTRIBUTE = "countersign.noted";
    private static final int MOST = 50;
    private static final int LONGEST = 4096;

    private static final class Notes extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    }

    Reply note(HttpCall call) throws IOException {
        var _ = visits.requireQuietly(call.request());
        var json = body.read(call.request());
        if (json.isEmpty() || json.length() > LONGEST) {
            throw Refusal.badRequest();
        }
        var id = UUID.randomUUID().toString();
        var session = call.request().getSession(false);
        synchronized (session) {
            var notes = session.getAttribute(ATTRIBUTE) instanceof Notes known ? known : new Notes();
            notes.put(id, json);
            session.setAttribute(ATTRIBUTE, notes);
        }
        return Envelope.of(
                Struct.newBuilder()
                        .putFields("id", Value.newBuilder().setStringValue(id).build())
                        .build(),
                call.id());
    }

    /// Adds what was noted to a message. Throws [Refusal] if it does not fit, or was not noted in this session.
    static void merge(Request request, Message.Builder message) {
        var id = Request.extractQueryParameters(request).getValue("noted");
        var session = request.getSession(false);
        if (id == null || session == null) {
            throw Refusal.badRequest();
        }
        String json;
        synchronized (session) {
            json = session.getAttribute(ATTRIBUTE) instanceof Notes notes ? notes.get(id) : null;
        }
        try {
            if (json == null) {
                throw Refusal.badRequest();
            }
            JsonFormat.parser().merge(json, message);
        } catch (InvalidProtocolBufferException _) {
            throw Refusal.badRequest();
        }
    }
}
