package dev.countersign.gateway;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads settings by name: the environment first, then the file that `COUNTERSIGN_CONFIG_FILE` names, then the default.
///
/// In the file a name is written `countersign.http.port`, in the environment `COUNTERSIGN_HTTP_PORT`. A blank value
/// counts as absent. Remembers which names were asked for, so that [#refuseUnknown()] can find the misspelt ones.
final class Settings {
    static final String PREFIX = "countersign.";
    private static final String FILE = "COUNTERSIGN_CONFIG_FILE";

    private final SmallRyeConfig values;
    private final Map<String, String> file;
    private final String fileName;
    private final TreeSet<String> known = new TreeSet<>();

    private Settings(Map<String, String> environment, Map<String, String> file, String fileName) {
        this.values = new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(environment, EnvConfigSource.ORDINAL),
                        new PropertiesConfigSource(file, fileName, PropertiesConfigSource.ORDINAL))
                .build();
        this.file = file;
        this.fileName = fileName;
    }

    static Settings of(Map<String, String> environment) {
        var name = environment.getOrDefault(FILE, "");
        if (name.isBlank()) {
            return new Settings(environment, Map.of(), "no file");
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("%s: the file %s cannot be read".formatted(FILE, name), e);
        }
        var file = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> file.put(key, properties.getProperty(key)));
        return new Settings(environment, file, name);
    }

    String text(String name, String absent) {
        return read(name, absent, value -> value, "text");
    }

    int number(String name, int absent, int least, int most) {
        return read(name, absent, value -> inRange(Integer.parseInt(value), least, most), range(least, most));
    }

    boolean flag(String name, boolean absent) {
        return read(name, absent, Settings::trueOrFalse, "true or false");
    }

    Duration duration(String name, Duration absent) {
        return read(name, absent, Durations::parse, "a time such as 500ms, 10s or 2m, above zero");
    }

    /// A file that can be read; null if the setting is absent.
    @Nullable
    Path path(String name) {
        var text = text(name, "");
        return text.isEmpty() ? null : readable(name, text);
    }

    /// Stops the boot over names with our prefix in the file that nobody asked for.
    void refuseUnknown() {
        for (var name : file.keySet()) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                throw new ConfigException("%s in %s is not a setting%s"
                        .formatted(
                                name,
                                fileName,
                                Spelling.nearest(name, known)
                                        .map("; did you mean %s?"::formatted)
                                        .orElse("")));
            }
        }
    }

    private <T> T read(String name, T absent, Function<String, T> parse, String form) {
        var key = PREFIX + name;
        known.add(key);
        var found = values.getConfigValue(key);
        var value = found.getValue();
        if (value == null || value.isBlank()) {
            return absent;
        }
        try {
            return parse.apply(value.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("%s is \"%s\", but must be %s".formatted(key, value, form), e);
        }
    }

    private static Path readable(String name, String text) {
        try {
            var path = Path.of(text);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Told below: such a file is not there either.
        }
        throw new ConfigException("%s%s is \"%s\", but must be a file that can be read".formatted(PREFIX, name, text));
    }

    private static int inRange(int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String range(int least, int most) {
        return "a number from %,d to %,d".formatted(least, most);
    }

    private static boolean trueOrFalse(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }
}
