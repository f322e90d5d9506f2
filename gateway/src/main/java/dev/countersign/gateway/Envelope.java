package dev.countersign.gateway;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpStatus;

/// Makes the body of a success: `status_code` and `request_id`, then the members of the message.
public final class Envelope {
    private static final int USUAL_LENGTH = 1024;

    private Envelope() {}

    public static Answer of(Message message, RequestId id) {
        var text = new StringWriter(USUAL_LENGTH);
        try (var json = new JsonWriter(text)) {
            json.setHtmlSafe(true);
            json.beginObject();
            json.name("status_code").value(HttpStatus.OK_200);
            json.name("request_id").value(id.text());
            new AnswerJson(json).members(message);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(HttpStatus.OK_200, text.toString(), null);
    }
}
