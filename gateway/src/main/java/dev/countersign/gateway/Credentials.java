package dev.countersign.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// What the `Authorization` header said, on its way to the service, which judges it.
///
/// A header that cannot travel as metadata (sent twice, longer than a credential can be, or not ASCII) counts as
/// missing, so that the service refuses it as it refuses none at all.
public final class Credentials {
    private static final int LONGEST = 4096;
    private static final String BASIC = "Basic ";
    /// Base64 of `project-live`; twelve bytes, so what follows does not change it.
    private static final String LIVE = "cHJvamVjdC1saXZl";

    private final @Nullable String header;

    private Credentials(@Nullable String header) {
        this.header = header;
    }

    static Credentials of(HttpFields headers) {
        var header = Headers.only(headers, HttpHeader.AUTHORIZATION);
        return new Credentials(header != null && canTravel(header) ? header : null);
    }

    /// Those of a project that the gateway itself holds.
    public static Credentials of(String projectId, String secret) {
        var both = (projectId + ':' + secret).getBytes(StandardCharsets.UTF_8);
        return new Credentials(BASIC + Base64.getEncoder().encodeToString(both));
    }

    /// The header as it came; null if there is none to send. Secret: for the service only.
    @Nullable
    String revealForService() {
        return header;
    }

    /// `live` if the project id says so, else `test`.
    String environment() {
        boolean live = header != null
                && header.regionMatches(true, 0, BASIC, 0, BASIC.length())
                && header.startsWith(LIVE, BASIC.length());
        return live ? "live" : "test";
    }

    @Override
    public String toString() {
        return header == null ? "Credentials[none]" : "Credentials[******]";
    }

    private static boolean canTravel(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return value.length() <= LONGEST;
    }
}
