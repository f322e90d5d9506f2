package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import java.io.IOException;
import org.eclipse.jetty.server.Request;

/// What only this machine may see: to requests that name another host it does not exist. A page from elsewhere, opened
/// in a browser here, could otherwise read it by giving its own name our address (DNS rebinding).
record LocalOnly(Endpoint endpoint) implements Endpoint {

    static Route route(Route route) {
        return new Route(route.method(), route.path(), new LocalOnly(route.endpoint()));
    }

    @Override
    public Reply answer(HttpCall call) throws IOException {
        if (!Hosts.isLoopback(Request.getServerName(call.request()))) {
            throw Refusal.of(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND);
        }
        return endpoint.answer(call);
    }
}
