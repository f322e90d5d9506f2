package dev.countersign.gateway;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// Whether a body is declared as what the gateway reads: JSON in UTF-8, as it is, not compressed.
final class ContentType {
    private static final String JSON = "application/json";

    private ContentType() {}

    static boolean isJson(HttpFields headers) {
        return isJson(Headers.only(headers, HttpHeader.CONTENT_TYPE)) && !headers.contains(HttpHeader.CONTENT_ENCODING);
    }

    private static boolean isJson(@Nullable String declared) {
        if (declared == null || declared.equals(JSON)) {
            return declared != null;
        }
        var parts = declared.split(";", -1);
        return parts[0].strip().equalsIgnoreCase(JSON)
                && Arrays.stream(parts).skip(1).map(String::strip).allMatch(ContentType::isHarmless);
    }

    /// Every parameter but a character set other than UTF-8.
    private static boolean isHarmless(String parameter) {
        var name = "charset=";
        return !parameter.regionMatches(true, 0, name, 0, name.length())
                || parameter.substring(name.length()).replace("\"", "").equalsIgnoreCase("utf-8");
    }
}
