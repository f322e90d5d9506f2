package dev.countersign.gateway;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/// Reads settings by name: from the environment, else from the [file][ConfigFile], else the default.
///
/// In the file a name is written `http.port`, in the environment `COUNTERSIGN_HTTP_PORT`. A blank value counts as
/// absent. Remembers which names were asked for, so that [#refuseUnknown()] can find the misspelt ones.
final class Settings {
    /// Before every name, so that the environment's names are ours alone.
    private static final String PREFIX = "countersign.";

    /// No name of a host.
    private static final Pattern NETWORK = Pattern.compile("[0-9a-fA-F:.]+(/[0-9]{1,3})?");

    private final Map<String, String> environment;
    private final ConfigFile file;
    private final SmallRyeConfig values;
    private final Vocabulary vocabulary = new Vocabulary();

    private Settings(Map<String, String> environment, ConfigFile file) {
        this.environment = environment;
        this.file = file;
        var prefixed = new HashMap<String, String>();
        file.settings().forEach((name, value) -> prefixed.put(PREFIX + name, value));
        this.values = new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(environment, EnvConfigSource.ORDINAL),
                        new PropertiesConfigSource(prefixed, file.name(), PropertiesConfigSource.ORDINAL))
                .build();
    }

    static Settings of(Map<String, String> environment) {
        return new Settings(environment, ConfigFile.of(environment));
    }

    String text(String name, String absent) {
        return read(name, absent, value -> value, "text");
    }

    /// Null if the setting is absent.
    @Nullable
    String textOrNull(String name) {
        var text = text(name, "");
        return text.isEmpty() ? null : text;
    }

    int number(String name, int absent, int least, int most) {
        var form = "a number from %d to %d".formatted(least, most);
        return read(name, absent, value -> inRange(Integer.parseInt(value), least, most), form);
    }

    boolean flag(String name, boolean absent) {
        return read(name, absent, Settings::trueOrFalse, "true or false");
    }

    Duration duration(String name, Duration absent) {
        return read(name, absent, Durations::parse, "a time such as 500ms, 10s or 2m, above zero");
    }

    /// IP addresses and networks, separated by commas; none if the setting is absent.
    InetAddressSet networks(String name) {
        return read(name, new InetAddressSet(), Settings::addresses, "IP addresses and networks, separated by commas");
    }

    /// A file that can be read; null if the setting is absent.
    @Nullable
    Path path(String name) {
        var absent = Path.of("");
        var path = read(name, absent, Settings::readable, "a file that can be read");
        return path.equals(absent) ? null : path;
    }

    /// What was asked for so far.
    Set<String> names() {
        return vocabulary.names();
    }

    /// Stops the boot over names that nobody asked for.
    void refuseUnknown() {
        vocabulary.check(file, environment);
    }

    private <T> T read(String name, T absent, Function<String, T> parse, String form) {
        vocabulary.add(name);
        var value = values.getConfigValue(PREFIX + name).getValue();
        if (value == null || value.isBlank()) {
            return absent;
        }
        try {
            return parse.apply(value.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("%s is \"%s\", but must be %s".formatted(name, value.strip(), form), e);
        }
    }

    private static Path readable(String text) {
        var path = Path.of(text);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException();
        }
        return path;
    }

    private static InetAddressSet addresses(String text) {
        var networks = new InetAddressSet();
        for (var network : text.split(",", -1)) {
            if (!NETWORK.matcher(network.strip()).matches()) {
                throw new IllegalArgumentException();
            }
            networks.add(network.strip());
        }
        return networks;
    }

    private static int inRange(int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean trueOrFalse(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }
}
