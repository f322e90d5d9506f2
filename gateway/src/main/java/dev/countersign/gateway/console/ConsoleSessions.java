package dev.countersign.gateway.console;

import dev.countersign.gateway.ConsoleConfig;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;

/// Jetty's sessions, for the calls of the console and for nothing else: neither the API nor the pages have any.
///
/// They are in the memory of this process. Scripts cannot read the cookie, other sites cannot make a browser
/// send it, and over TLS it never leaves in the clear.
public final class ConsoleSessions extends SessionHandler {
    static final String COOKIE = "countersign_console";
    static final String PATH = "/console/api/";

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
        var path = request.getHttpURI().getPath();
        return path != null && path.startsWith(PATH)
                ? super.handle(request, response, callback)
                : getHandler().handle(request, response, callback);
    }
}
