package dev.countersign.gateway;

import com.google.api.HttpBody;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers a request by an RPC that gives a file in pieces: the body is the file, of any size, and goes on as it comes.
///
/// What is refused before the first piece is told as any other refusal. What fails later breaks the answer off, so
/// that nobody takes a part for the whole.
///
/// @param body the member of each piece that holds it, a `google.api.HttpBody`
/// @param permits as of [RpcEndpoint]
public record StreamEndpoint(
        MethodDescriptor<Message, Message> method,
        FieldDescriptor body,
        RequestSource reader,
        ServiceCalls calls,
        Semaphore permits)
        implements Endpoint {

    /// @param body the number of that member
    public static Endpoint of(
            MethodDescriptor<? extends Message, ? extends Message> method,
            int body,
            RequestSource reader,
            ServiceCalls calls,
            Semaphore permits) {
        var generated = Transcoding.generated(method);
        var piece = Transcoding.descriptor(method).getOutputType().findFieldByNumber(body);
        return new StreamEndpoint(generated, piece, reader, calls, permits);
    }

    @Override
    public Reply answer(HttpCall call) throws IOException {
        var request = reader.read(call);
        if (!permits.tryAcquire()) {
            throw Refusal.busy();
        }
        var context = Context.current().withCancellation();
        try {
            var pieces = context.call(() -> pieces(request, call));
            var first = next(pieces);
            return (response, callback) -> send(first, pieces, context, response, callback);
        } catch (IOException | RuntimeException e) {
            end(context);
            throw e;
        } catch (Exception e) {
            end(context);
            throw new IllegalStateException(e);
        }
    }

    /// As slow as they are taken: one is asked for at a time.
    private Iterator<Message> pieces(Message request, HttpCall call) {
        return ClientCalls.blockingServerStreamingCall(
                calls.as(call.credentials(), call), method, CallOptions.DEFAULT, request);
    }

    private HttpBody next(Iterator<Message> pieces) throws IOException {
        try {
            var piece = (Message) pieces.next().getField(body);
            return piece instanceof HttpBody known ? known : HttpBody.parseFrom(piece.toByteString());
        } catch (NoSuchElementException _) {
            return HttpBody.getDefaultInstance();
        }
    }

    private void send(
            HttpBody first,
            Iterator<Message> pieces,
            Context.CancellableContext context,
            Response response,
            Callback callback) {
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().add(HttpHeader.CONTENT_TYPE, first.getContentType());
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().add("X-Content-Type-Options", "nosniff");
        // Not closed unless all of it is there: what is not closed in order is not whole.
        var out = Content.Sink.asOutputStream(response);
        try {
            first.getData().writeTo(out);
            while (pieces.hasNext()) {
                next(pieces).getData().writeTo(out);
            }
            out.close();
            callback.succeeded();
        } catch (IOException | StatusRuntimeException e) {
            callback.failed(e);
        } finally {
            end(context);
        }
    }

    private void end(Context.CancellableContext context) {
        context.cancel(null);
        permits.release();
    }
}
