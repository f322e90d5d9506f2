package dev.countersign.gateway.console;

import dev.countersign.gateway.Endpoint;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.PathTemplate;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.Route;
import dev.countersign.gateway.ServiceRefusal;
import io.grpc.StatusRuntimeException;
import java.io.IOException;

/// A call of the API, made with the credentials of who is signed in instead of those that the request holds.
record AsAuditor(Endpoint endpoint, Visits visits) implements Endpoint {
    private static final String API = "/v1/";

    /// `/v1/audit/checkpoint` becomes `/console/api/audit/checkpoint`.
    static Route route(Route route, Visits visits) {
        var path = ConsoleSessions.PATH + route.path().text().substring(API.length());
        return new Route(route.method(), PathTemplate.parse(path), new AsAuditor(route.endpoint(), visits));
    }

    @Override
    public Reply answer(HttpCall call) throws IOException {
        var auditor = visits.require(call.request());
        try {
            return endpoint.answer(call.as(auditor.credentials()));
        } catch (StatusRuntimeException e) {
            if (ServiceRefusal.of(e).reason().anonymous()) {
                // The secret was revoked. Nor shall the browser ask for a password by itself, as it would be told to.
                visits.end(call.request());
                throw Visits.nobody();
            }
            throw e;
        }
    }
}
