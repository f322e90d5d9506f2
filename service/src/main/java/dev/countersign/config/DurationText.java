package dev.countersign.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// Durations as people write them: `500ms`, `90s`, `2m`, `1h`, `7d`, and as ISO 8601 does: `PT2M`.
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /// Reads a duration.
    ///
    /// @throws IllegalArgumentException if the text is none
    public static Duration parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? of(Long.parseLong(form.group(1)), form.group(2)) : iso(text);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException(text, none);
        }
    }
}
