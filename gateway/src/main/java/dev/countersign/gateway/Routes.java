package dev.countersign.gateway;

import dev.countersign.v1.ErrorReason;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;

/// Finds the route of a request. A path without variables goes before one with; `HEAD` counts as `GET`.
final class Routes {
    /// The characters of RFC 3986, and `|`: it stands in external ids, and many clients send it as it is.
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/%|-]*");

    private final List<Route> all;
    private final Map<String, Match> literal = new HashMap<>();

    /// What was found.
    record Match(Endpoint endpoint, Map<String, String> variables) {}

    /// Throws `IllegalArgumentException` if two routes cannot be told apart.
    Routes(Collection<Route> routes) {
        all = routes.stream()
                .sorted(Comparator.comparingInt(
                        route -> route.path().variables().size()))
                .toList();
        var keys = new HashSet<String>();
        for (var route : all) {
            var key = key(route.method(), route.path().text());
            if (!keys.add(key)) {
                throw new IllegalArgumentException("Two routes for " + key);
            }
            if (route.path().variables().isEmpty()) {
                literal.put(key, new Match(route.endpoint(), Map.of()));
            }
        }
    }

    /// Throws [Refusal] with `ROUTE_NOT_FOUND`, with `METHOD_NOT_ALLOWED` and the methods that are, or with
    /// `BAD_REQUEST` if the path is none.
    Match find(String method, String path) {
        if (!PATH.matcher(path).matches()) {
            throw Refusal.badRequest();
        }
        var wanted = HttpMethod.HEAD.is(method) ? HttpMethod.GET.asString() : method;
        var exact = literal.get(key(wanted, path));
        return exact != null ? exact : search(wanted, PathTemplate.cut(path));
    }

    private Match search(String method, List<String> path) {
        var allowed = new TreeSet<String>();
        for (var route : all) {
            var variables = route.path().match(path);
            if (variables.isPresent() && route.method().equals(method)) {
                return new Match(route.endpoint(), variables.get());
            }
            variables.ifPresent(found -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            throw Refusal.of(ErrorReason.ERROR_REASON_ROUTE_NOT_FOUND);
        }
        if (allowed.contains(HttpMethod.GET.asString())) {
            allowed.add(HttpMethod.HEAD.asString());
        }
        throw Refusal.notAllowed(String.join(", ", allowed));
    }

    private static String key(String method, String path) {
        return method + ' ' + path;
    }
}
