package dev.countersign.gateway;

import dev.countersign.gateway.Page.Keeping;
import dev.countersign.v1.ErrorReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// The pages that people read, and what they consist of. Files that the build made of the proto files are among them:
/// the description of the API and a page for every error.
final class Pages {
    /// No file of another folder, and none that is hidden.
    private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9]+)*");

    private final Map<String, Page> read = new ConcurrentHashMap<>();

    /// What is there for everybody: nothing that a reader of the source does not know.
    List<Route> routes() {
        return List.of(
                page("/openapi.json", "openapi.json"),
                page("/reference", "reference.html"),
                page("/errors", "errors/index.html"),
                folder("/errors/{file}", "errors/", ".html"),
                folder("/assets/{file}", "assets/", ""),
                folder("/assets/{version}/{file}", "assets/", ""));
    }

    /// What only somebody who tries Countersign out needs, on the own machine.
    List<Route> routesOfDev() {
        return Stream.of(page("/", "index.html"), page("/handset", "handset.html"))
                .map(LocalOnly::route)
                .toList();
    }

    /// The page for [LoginExample].
    Route login() {
        return LocalOnly.route(page("/login", "login.html"));
    }

    /// The audit console. Its second path is where an identity provider sends people back to.
    List<Route> console() {
        return List.of(
                page("/console", "console.html"),
                page("/console/signed-in", "console.html"),
                folder("/assets/console/{file}", "assets/console/", ""),
                folder("/assets/{version}/console/{file}", "assets/console/", ""));
    }

    private Route page(String path, String file) {
        return new Route("GET", PathTemplate.parse(path), call -> reply(file, Keeping.ASK, call));
    }

    private Route folder(String path, String folder, String suffix) {
        return new Route("GET", PathTemplate.parse(path), call -> {
            var file = String.valueOf(call.variables().get("file"));
            if (!FILE.matcher(file).matches()) {
                throw notFound();
            }
            return reply(folder + file + suffix, keeping(call.variables().get("version")), call);
        });
    }

    /// A page may be of another gateway, before or after us: what it names is served as it is here, and is not kept
    /// under a name that is not its own.
    private static Keeping keeping(@Nullable String version) {
        if (version != null && !Assets.isVersion(version)) {
            throw notFound();
        }
        return Assets.version().equals(version) ? Keeping.FOREVER : Keeping.ASK;
    }

    private Reply reply(String file, Keeping keeping, HttpCall call) {
        var known = Headers.only(call.request().getHeaders(), HttpHeader.IF_NONE_MATCH);
        return page(file).to(known == null ? "" : known, keeping);
    }

    private Page page(String file) {
        var page = read.get(file);
        if (page == null) {
            page = Page.named(file).orElseThrow(Pages::notFound);
            read.put(file, page);
        }
        return page;
    }

    private static Refusal notFound() {
        return Refusal.of(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND);
    }
}
