package dev.countersign.gateway.console;

import dev.countersign.gateway.Refusal;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/// For what goes on as long as somebody takes it: `HEAD`, which counts as `GET` elsewhere, would take nothing of it.
final class GetOnly {
    private GetOnly() {}

    /// Throws [Refusal] with `METHOD_NOT_ALLOWED`.
    static void check(Request request) {
        if (!HttpMethod.GET.is(request.getMethod())) {
            throw Refusal.notAllowed(HttpMethod.GET.asString());
        }
    }
}
