package dev.countersign.gateway.console;

import dev.countersign.gateway.Endpoint;
import dev.countersign.gateway.HttpCall;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.Reply;
import dev.countersign.gateway.Route;
import dev.countersign.v1.ErrorReason;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/// Refuses whatever a page of another site makes a browser send (CSRF), reading too: `Sec-Fetch-Site` says
/// where a request comes from, and no page can change it. Browsers that do not send it send `Origin` with what
/// changes something.
///
/// Besides, the cookie is `SameSite=Strict`, and a body has to be JSON, which a form cannot be.
record OwnPagesOnly(Endpoint endpoint) implements Endpoint {
    private static final String SITE = "Sec-Fetch-Site";

    static Route route(Route route) {
        return new Route(route.method(), route.path(), new OwnPagesOnly(route.endpoint()));
    }

    @Override
    public Reply answer(HttpCall call) throws IOException {
        if (!isOwn(call.request())) {
            throw Refusal.of(ErrorReason.ERROR_REASON_CROSS_SITE_REQUEST);
        }
        return endpoint.answer(call);
    }

    private static boolean isOwn(Request request) {
        var changes = !HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod());
        var site = request.getHeaders().getValuesList(SITE);
        var origin = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        if (!site.isEmpty()) {
            // "none": somebody typed the address.
            return site.size() == 1
                    && (site.getFirst().equals("same-origin")
                            || !changes && site.getFirst().equals("none"));
        }
        return origin.isEmpty() ? !changes : origin.size() == 1 && isHere(origin.getFirst(), request);
    }

    /// By name and port alone: whoever ends TLS in front of us changes the scheme.
    private static boolean isHere(String origin, Request request) {
        var host = request.getHeaders().get(HttpHeader.HOST);
        var here = host != null ? host : request.getHttpURI().getAuthority();
        return here != null
                && origin.toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .equals(here.toLowerCase(Locale.ROOT));
    }
}
