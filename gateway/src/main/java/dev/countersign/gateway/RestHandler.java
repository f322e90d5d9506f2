package dev.countersign.gateway;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers every request that reaches it: by the endpoint of its route, or by the error that came up on the way.
final class RestHandler extends Handler.Abstract {
    private final Routes routes;
    private final StytchErrors errors;
    private final ClientAddress clientAddress;

    RestHandler(Routes routes, StytchErrors errors, ClientAddress clientAddress) {
        this.routes = routes;
        this.errors = errors;
        this.clientAddress = clientAddress;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var credentials = Credentials.of(request.getHeaders());
        var id = RequestId.next(credentials);
        try {
            answer(request, id, credentials).send(response, callback);
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private Reply answer(Request request, RequestId id, Credentials credentials) throws IOException {
        try {
            var path = request.getHttpURI().getPath();
            var match = routes.find(request.getMethod(), path == null ? "" : path);
            var client = clientAddress.of(request);
            return match.endpoint().answer(new HttpCall(request, id, credentials, client, match.variables()));
        } catch (Refusal refusal) {
            return errors.refused(refusal, id);
        } catch (StatusRuntimeException failure) {
            return errors.failed(failure, id);
        } catch (RuntimeException failure) {
            return failure instanceof HttpException http ? errors.http(http.getCode(), id) : errors.broken(failure, id);
        }
    }
}
