package dev.countersign.gateway;

import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// The cookie in which the browser keeps the token of its session for [LoginExample]. Scripts cannot read it, other
/// sites cannot make the browser send it, and no path but the back end's gets it.
final class SessionCookie {
    private static final String NAME = "countersign_login";
    private static final String REST = "; Path=/login; HttpOnly; SameSite=Strict";

    private SessionCookie() {}

    /// The token; empty if there is none.
    static String of(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(NAME))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /// Sets it. It goes when the browser is closed; the session ends by itself on the other side.
    static HttpField holding(String token, Request request) {
        return field(token + REST, request);
    }

    /// Takes it away.
    static HttpField none(Request request) {
        return field(REST + "; Max-Age=0", request);
    }

    private static HttpField field(String value, Request request) {
        var secure = request.isSecure() ? "; Secure" : "";
        return new HttpField(HttpHeader.SET_COOKIE, NAME + "=" + value + secure);
    }
}
