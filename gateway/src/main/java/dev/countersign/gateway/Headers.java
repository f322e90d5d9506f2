package dev.countersign.gateway;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// Headers that may come once.
final class Headers {
    private Headers() {}

    /// The value of a header; null if it is not there, or there more than once, so that no two readers can disagree
    /// about which one counts.
    static @Nullable String only(HttpFields headers, HttpHeader wanted) {
        String found = null;
        for (var header : headers) {
            if (header.getHeader() == wanted) {
                if (found != null) {
                    return null;
                }
                found = header.getValue();
            }
        }
        return found;
    }
}
