package dev.countersign.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The path of a route: `/v1/users/{user_id}`. A variable stands for exactly one segment.
///
/// Of `google.api.http` only this much is understood; a template with more (`*`, `**`, `=`, a verb after `:`)
/// is refused with `IllegalArgumentException`, so that a route that could not work stops the boot.
public record PathTemplate(String text, List<Segment> segments) {
    private static final Pattern FORM =
            Pattern.compile("(?<literal>[A-Za-z0-9._~-]+)|\\{(?<variable>[a-z][a-z0-9_]*)}");

    record Segment(String name, boolean variable) {}

    public static PathTemplate parse(String text) {
        if (text.equals("/")) {
            return new PathTemplate(text, List.of(new Segment("", false)));
        }
        return new PathTemplate(
                text, cut(text).stream().map(segment -> segment(text, segment)).toList());
    }

    /// The decoded segments of a raw path. Each is decoded after the path was cut, so that a coded slash never makes a
    /// segment of its own.
    public static List<String> cut(String path) {
        var segments = path.split("/", -1);
        return Arrays.stream(segments, 1, Math.max(1, segments.length))
                .map(PathTemplate::decode)
                .toList();
    }

    /// The names of the variables.
    List<String> variables() {
        return segments.stream().filter(Segment::variable).map(Segment::name).toList();
    }

    /// What the variables stand for in a path that was [cut][#cut(String)]; empty if the path is another one.
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < path.size(); i++) {
            var segment = segments.get(i);
            var given = path.get(i);
            if (segment.variable() && isName(given)) {
                values.put(segment.name(), given);
            } else if (segment.variable() || !given.equals(segment.name())) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static Segment segment(String template, String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("%s: cannot understand \"%s\"".formatted(template, text));
        }
        var variable = form.group("variable");
        return variable == null ? new Segment(text, false) : new Segment(variable, true);
    }

    /// Whether a segment says something by itself, rather than about its neighbours.
    private static boolean isName(String segment) {
        return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
