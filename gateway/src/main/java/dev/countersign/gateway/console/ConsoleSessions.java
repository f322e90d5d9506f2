package dev.countersign.gateway.console;

import dev.countersign.gateway.ConsoleConfig;
import dev.countersign.gateway.PathTemplate;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Jetty's sessions, for the calls of the console and for nothing else: neither the API nor the pages have any.
///
/// They are in the memory of this process. Scripts cannot read the cookie, other sites cannot make a browser
/// send it, and over TLS it never leaves in the clear.
public final class ConsoleSessions extends SessionHandler {
    static final String COOKIE = "countersign_console";
    static final String PATH = "/console/api/";
    private static final List<String> CALLS = List.of("console", "api");

    public ConsoleSessions(ConsoleConfig config, Handler next) {
        setSessionCookie(COOKIE);
        setSessionPath("/console");
        setHttpOnly(true);
        setSameSite(HttpCookie.SameSite.STRICT);
        setSecureRequestOnly(true);
        setSecureCookies(config.isSecure());
        setUsingUriParameters(false);
        setMaxInactiveInterval(Math.toIntExact(config.idleTimeout().toSeconds()) + 1);
        setHandler(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return isCall(request.getHttpURI().getPath())
                ? super.handle(request, response, callback)
                : getHandler().handle(request, response, callback);
    }

    /// Reads the path as the routes do, or a call that is written with `%61` would have no sessions.
    private static boolean isCall(@Nullable String path) {
        try {
            return path != null
                    && PathTemplate.cut(path).stream().limit(2).toList().equals(CALLS);
        } catch (IllegalArgumentException _) {
            // Coded in a way that no route is.
            return false;
        }
    }
}
