package dev.countersign.gateway.console;

import dev.countersign.gateway.AnswerJson;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.ServiceCalls;
import dev.countersign.gateway.ServiceRefusal;
import dev.countersign.v1.AuditServiceGrpc;
import dev.countersign.v1.ErrorReason;
import dev.countersign.v1.WatchAuditEventsRequest;
import dev.countersign.v1.WatchAuditEventsResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /console/api/tail`: entries as they are recorded, as server-sent events; `noted` is a
/// `WatchAuditEventsRequest`, see
/// [Noted]. There is one at least every second.
///
/// The `id` of each is the number of the entry that comes next, so that a browser that lost the connection goes
/// on where it was, at any gateway: `Last-Event-ID` counts for more than `from_entry`. An event `ended` says
/// that the session is over. Following is no sign of life.
///
/// One session follows [Auditor#MOST_TAILS] at once; the next is refused with `TOO_MANY_WATCHERS`, so that nobody
/// takes the places of all others. `HEAD` is refused: nothing would be written, and nothing would tell that the
/// caller has left.
///
/// @param closing is counted down when the gateway stops
record Tail(ServiceCalls calls, Visits visits, CountDownLatch closing) {

    /// Waits for the first message before anything is sent, so that a refusal is told as any other.
    Reply open(HttpCall call) {
        GetOnly.check(call.request());
        var auditor = visits.requireQuietly(call.request());
        var request = request(call.request());
        if (!auditor.follows()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_TOO_MANY_WATCHERS);
        }
        var context = Context.current().withCancellation();
        // What is cancelled is over, whatever it was that ended it; once.
        context.addListener(_ -> auditor.followsNoMore(), Runnable::run);
        try {
            var messages = context.call(() -> AuditServiceGrpc.newBlockingStub(calls.as(auditor.credentials(), call))
                    .watchAuditEvents(request));
            var first = messages.next();
            return (response, callback) -> stream(call, auditor, first, messages, context, response, callback);
        } catch (StatusRuntimeException e) {
            context.cancel(null);
            if (ServiceRefusal.of(e).reason().anonymous()) {
                visits.end(call.request());
                throw Visits.nobody();
            }
            throw e;
        } catch (RuntimeException e) {
            context.cancel(null);
            throw e;
        } catch (Exception e) {
            context.cancel(null);
            throw new IllegalStateException(e);
        }
    }

    private static WatchAuditEventsRequest request(Request request) {
        var last = request.getHeaders().get("Last-Event-ID");
        var message = WatchAuditEventsRequest.newBuilder();
        Noted.merge(request, message);
        try {
            if (last != null && !last.isEmpty()) {
                message.setFromEntry(Long.parseLong(last));
            }
        } catch (NumberFormatException _) {
            throw Refusal.badRequest();
        }
        return message.build();
    }

    private void stream(
            HttpCall call,
            Auditor auditor,
            WatchAuditEventsResponse first,
            Iterator<WatchAuditEventsResponse> messages,
            Context.CancellableContext context,
            Response response,
            Callback callback) {
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().add(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().add("X-Content-Type-Options", "nosniff");
        // Proxies that collect answers would keep the entries to themselves.
        response.getHeaders().add("X-Accel-Buffering", "no");
        try (var out = Content.Sink.asOutputStream(response)) {
            write(event(first), out);
            follow(call, auditor, messages, out);
            callback.succeeded();
        } catch (StatusRuntimeException e) {
            // The page asks again by itself.
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        } finally {
            context.cancel(null);
        }
    }

    private void follow(HttpCall call, Auditor auditor, Iterator<WatchAuditEventsResponse> messages, OutputStream out)
            throws IOException {
        while (closing.getCount() > 0 && messages.hasNext()) {
            var message = messages.next();
            var present = visits.look(call.request()).orElse(null);
            if (present == null) {
                write("event: ended\ndata: {}\n\n", out);
                return;
            }
            // Somebody has signed in anew in this browser: the page comes back with what they may.
            if (!present.equals(auditor)) {
                return;
            }
            write(event(message), out);
        }
    }

    private static String event(WatchAuditEventsResponse message) {
        return "id: " + message.getNextEntry() + "\ndata: " + AnswerJson.line(message) + "\n\n";
    }

    private static void write(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
