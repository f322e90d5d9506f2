package dev.countersign.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A file for browsers, out of the jar.
///
/// @param tag changes with the content
record Page(String type, byte[] content, String tag) {
    /// What a browser does with a page that it has.
    enum Keeping {
        /// It asks each time whether the page still holds.
        ASK("no-cache"),
        /// It never asks: there is nothing else at this address, ever.
        FOREVER("public, max-age=31536000, immutable");

        private final String words;

        Keeping(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final int TAG_LENGTH = 32;

    /// Those that were asked for. There are no others than those of the jar.
    private static final Map<String, Page> READ = new ConcurrentHashMap<>();

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=utf-8",
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=utf-8");

    /// The file of this name below `pages`; empty if there is none, or it is of no type that browsers are served.
    static Optional<Page> named(String name) {
        var known = READ.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var page = read(name);
        page.ifPresent(there -> READ.put(name, there));
        return page;
    }

    private static Optional<Page> read(String name) {
        var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (var in = Page.class.getResourceAsStream("pages/" + name)) {
            if (type == null || in == null) {
                return Optional.empty();
            }
            var file = in.readAllBytes();
            var content = type.startsWith("text/html") ? Assets.versioned(file) : file;
            return Optional.of(new Page(type, content, tag(content)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All of it, or only word that nothing has changed since the browser got what had the tag `known`.
    Reply to(String known, Keeping keeping) {
        return known.equals(tag)
                ? (response, callback) -> sendUnchanged(keeping, response, callback)
                : (response, callback) -> send(keeping, response, callback);
    }

    private void send(Keeping keeping, Response response, Callback callback) {
        var headers = response.getHeaders();
        response.setStatus(HttpStatus.OK_200);
        headers.add(HttpHeader.CONTENT_TYPE, type);
        headers.put(HttpHeader.CONTENT_LENGTH, content.length);
        addCaching(keeping, response);
        SecurityHeaders.addTo(headers);
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    private void sendUnchanged(Keeping keeping, Response response, Callback callback) {
        response.setStatus(HttpStatus.NOT_MODIFIED_304);
        addCaching(keeping, response);
        SecurityHeaders.addTo(response.getHeaders());
        response.write(true, null, callback);
    }

    private void addCaching(Keeping keeping, Response response) {
        response.getHeaders().add(HttpHeader.CACHE_CONTROL, keeping.words());
        response.getHeaders().add(HttpHeader.ETAG, tag);
    }

    private static String tag(byte[] content) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash).substring(0, TAG_LENGTH).toLowerCase(Locale.ROOT) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
