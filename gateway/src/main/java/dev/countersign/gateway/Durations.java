package dev.countersign.gateway;

import java.time.Duration;
import java.util.regex.Pattern;

/// The short form of durations in settings: a whole number and a unit, such as `500ms`, `10s`, `2m`, `1h`.
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /// Throws `IllegalArgumentException` for anything else, and for zero.
    static Duration parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) == 0) {
            throw new IllegalArgumentException();
        }
        var count = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
