package dev.countersign.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.countersign.v1.HandsetServiceGrpc;
import dev.countersign.v1.ListMessagesRequest;
import dev.countersign.v1.ListMessagesResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /dev/messages/stream`: the messages of the handset as server-sent events, the whole list whenever it changes.
/// With `phone_number`, as [HandsetServiceGrpc] has it, only those to that number.
///
/// Looks every now and then instead of being told: it is for one person at one machine.
///
/// @param closing is counted down when the gateway stops, so that nobody waits for a stream that never ends
record HandsetStream(ServiceCalls calls, CountDownLatch closing) {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /// Well within `http.idle-timeout`, and soon enough to notice that the client is gone.
    private static final int PAUSES_BETWEEN_SIGNS = 20;
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .alwaysPrintFieldsWithNoPresence()
            .preservingProtoFieldNames()
            .omittingInsignificantWhitespace();

    Route route() {
        return LocalOnly.route(new Route("GET", PathTemplate.parse("/dev/messages/stream"), this::open));
    }

    /// Looks once before anything is sent, so that a refusal is told as any other.
    private Reply open(HttpCall call) {
        var number = Request.extractQueryParameters(call.request()).getValue("phone_number");
        var request = ListMessagesRequest.newBuilder()
                .setPhoneNumber(number == null ? "" : number)
                .build();
        var first = messages(request, call);
        return (response, callback) -> stream(request, call, first, response, callback);
    }

    private void stream(
            ListMessagesRequest request,
            HttpCall call,
            ListMessagesResponse first,
            Response response,
            Callback callback) {
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().add(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().add("X-Content-Type-Options", "nosniff");
        try (var out = Content.Sink.asOutputStream(response)) {
            follow(request, call, first, out);
            callback.succeeded();
        } catch (StatusRuntimeException e) {
            // The page asks again by itself.
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        }
    }

    private void follow(ListMessagesRequest request, HttpCall call, ListMessagesResponse first, OutputStream out)
            throws IOException, InterruptedException {
        write(event(first), out);
        var shown = first;
        for (var pauses = 1; !closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS); pauses++) {
            var now = messages(request, call);
            if (!now.equals(shown)) {
                write(event(now), out);
                shown = now;
            } else if (pauses % PAUSES_BETWEEN_SIGNS == 0) {
                write(": here\n\n", out);
            }
        }
    }

    private ListMessagesResponse messages(ListMessagesRequest request, HttpCall call) {
        return HandsetServiceGrpc.newBlockingStub(calls.as(call.credentials(), call))
                .withDeadlineAfter(calls.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .listMessages(request);
    }

    private static String event(ListMessagesResponse messages) throws InvalidProtocolBufferException {
        return "data: " + PRINTER.print(messages) + "\n\n";
    }

    private static void write(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
