package dev.countersign.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpStatus;

/// Makes the body of a success: `status_code` and `request_id`, then the members of the message. Lists, numbers, flags
/// and texts are always there, empty or not, since Stytch's clients demand it.
final class Envelope {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .alwaysPrintFieldsWithNoPresence()
            .preservingProtoFieldNames()
            .omittingInsignificantWhitespace();
    private static final int USUAL_LENGTH = 1024;

    private Envelope() {}

    static Answer of(Message message, RequestId id) {
        var json = new StringBuilder(USUAL_LENGTH)
                .append("{\"status_code\":200,\"request_id\":\"")
                .append(id.text())
                .append('"');
        var members = json.length();
        try {
            PRINTER.appendTo(message, json);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The service answered what JSON cannot hold", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The message is an object of its own: open it up instead of parsing it again.
        if (json.length() == members + "{}".length()) {
            json.deleteCharAt(members);
        } else {
            json.setCharAt(members, ',');
        }
        return new Answer(HttpStatus.OK_200, json.toString(), null);
    }
}
