package dev.countersign.gateway;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Jetty's way to report what it refuses by itself, such as bytes that are no HTTP. Takes the place of its HTML pages.
final class ErrorPages implements Request.Handler {
    private final StytchErrors errors;

    ErrorPages(StytchErrors errors) {
        this.errors = errors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var id = RequestId.next(Credentials.of(request.getHeaders()));
        errors.http(response.getStatus(), id).send(response, callback);
        return true;
    }
}
