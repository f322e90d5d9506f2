package dev.countersign.gateway;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// What every page tells the browser to refuse: whatever does not come from here as a file of its own, being
/// framed, and telling others where somebody came from. A page that were tricked into holding a script would
/// not run it.
final class SecurityHeaders {
    private static final HttpFields ALL = HttpFields.build()
            .add(field(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"))
            .add(field("X-Content-Type-Options", "nosniff"))
            .add(field("X-Frame-Options", "DENY"))
            .add(field("Referrer-Policy", "no-referrer"))
            .add(field("Cross-Origin-Opener-Policy", "same-origin"))
            .add(field("Cross-Origin-Resource-Policy", "same-origin"))
            .add(field("Permissions-Policy", "camera=(), geolocation=(), microphone=(), otp-credentials=(self)"))
            .asImmutable();

    private SecurityHeaders() {}

    static void addTo(HttpFields.Mutable headers) {
        headers.add(ALL);
    }

    private static HttpField field(String name, String value) {
        var known = HttpHeader.CACHE.get(name);
        return known == null ? new HttpField(name, value) : new PreEncodedHttpField(known, value);
    }
}
