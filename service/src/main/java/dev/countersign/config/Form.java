package dev.countersign.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the text of a setting is read.
///
/// @param allowed what the text may be, such as `whole number from 4 to 10`
/// @param reader throws [IllegalArgumentException] for every other text
public record Form<T>(String allowed, Function<String, T> reader) {
    public static Form<String> text() {
        return new Form<>("text", text -> text);
    }

    public static Form<Secret> secret() {
        return new Form<>("secret text", Secret::of);
    }

    /// A text that this pattern matches as a whole.
    public static Form<String> text(String allowed, Pattern pattern) {
        return new Form<>(allowed, text -> accepted(text, pattern.matcher(text).matches()));
    }

    public static Form<Boolean> flag() {
        return new Form<>("`true` or `false`", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    public static Form<Integer> number(int least, int most) {
        return new Form<>("whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            return accepted(number, least <= number && number <= most);
        });
    }

    /// A time between these two, both included.
    public static Form<Duration> duration(String least, String most) {
        var shortest = DurationText.parse(least);
        var longest = DurationText.parse(most);
        return new Form<>("duration from " + least + " to " + most, text -> {
            var duration = DurationText.parse(text);
            return accepted(duration, duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0);
        });
    }

    /// One of the names of an enum, in lower case.
    public static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        var names = Arrays.stream(type.getEnumConstants())
                .map(constant -> "`" + constant.name().toLowerCase(Locale.ROOT) + "`")
                .collect(Collectors.joining(" or "));
        return new Form<>(names, text -> {
            accepted(text, text.equals(text.toLowerCase(Locale.ROOT)));
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        });
    }

    public static Form<Path> file() {
        return new Form<>("path of a readable file", text -> {
            var file = Path.of(text);
            return accepted(file, Files.isRegularFile(file) && Files.isReadable(file));
        });
    }

    public static Form<Path> folder() {
        return new Form<>("path of a writable folder", text -> {
            var folder = Path.of(text);
            return accepted(folder, Files.isDirectory(folder) && Files.isWritable(folder));
        });
    }

    public static Form<Networks> networks() {
        return new Form<>("IP addresses and networks, separated by commas", Networks::parse);
    }

    /// An address that may be told secrets: HTTPS, or HTTP within this machine.
    public static Form<URI> safeUrl() {
        return new Form<>("URL with `https`, or with `http` on loopback", text -> {
            var url = URI.create(text);
            var host = url.getHost();
            boolean loopback = "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
            return accepted(
                    url,
                    host != null && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && loopback)));
        });
    }

    private static <T> T accepted(T value, boolean acceptable) {
        if (!acceptable) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
