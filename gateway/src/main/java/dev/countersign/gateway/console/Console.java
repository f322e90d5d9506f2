package dev.countersign.gateway.console;

import dev.countersign.gateway.ConsoleConfig;
import dev.countersign.gateway.Endpoint;
import dev.countersign.gateway.PathTemplate;
import dev.countersign.gateway.RequestBody;
import dev.countersign.gateway.Route;
import dev.countersign.gateway.ServiceCalls;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// The calls of the page `/console`.
///
/// @param permits as of the API
/// @param closing is counted down when the gateway stops
public record Console(
        ConsoleConfig config,
        ServiceCalls calls,
        RequestBody body,
        Semaphore permits,
        CountDownLatch closing,
        InstantSource clock) {

    /// @param audit the routes of the API that read the trail
    public List<Route> routes(List<Route> audit) {
        var visits = new Visits(config, clock);
        var limit = new SignInLimit(clock);
        var signIn = new SignIn(calls, body, visits, limit, config.oidc() != null);
        var routes = new ArrayList<Route>();
        routes.add(route("POST", "session", signIn::signIn));
        routes.add(route("GET", "session", signIn::whoIsSignedIn));
        routes.add(route("DELETE", "session", signIn::signOut));
        routes.add(route("POST", "noted", new Noted(visits, body)::note));
        routes.add(route("GET", "tail", new Tail(calls, visits, closing)::open));
        routes.add(route("GET", "export", new Download(calls, visits, permits)::begin));
        audit.forEach(one -> routes.add(AsAuditor.route(one, visits)));
        if (config.oidc() != null) {
            var oidc = new OidcSignIn(config, config.oidc(), signIn, body, limit, clock);
            routes.add(route("POST", "oidc", oidc::begin));
            routes.add(route("POST", "oidc/session", oidc::finish));
        }
        return routes.stream().map(OwnPagesOnly::route).toList();
    }

    private static Route route(String method, String path, Endpoint endpoint) {
        return new Route(method, PathTemplate.parse(ConsoleSessions.PATH + path), endpoint);
    }
}
