package dev.countersign.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is set: in the environment, else in the file that `COUNTERSIGN_CONFIG_FILE` names, else as a fallback. A value
/// that is blank counts as not set.
public final class Settings {
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 200;

    /// Before every name, so that the environment's names are ours alone.
    private static final String PREFIX = "countersign.";

    private final SmallRyeConfig sources;
    private final String file;
    private final Map<String, String> fallbacks;

    private Settings(SmallRyeConfig sources, String file, Map<String, String> fallbacks) {
        this.sources = sources;
        this.file = file;
        this.fallbacks = fallbacks;
    }

    /// Reads the sources.
    ///
    /// @param vocabulary what may be set
    /// @param fallbacks by name; they give way to the environment and the file
    /// @throws ConfigException if the file cannot be read, or something is set that does not exist
    public static Settings read(Vocabulary vocabulary, Map<String, String> environment, Map<String, String> fallbacks) {
        var file = ConfigFile.of(environment);
        vocabulary.check(environment, file);
        var builder = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(notBlank("", environment), ENVIRONMENT))
                .withSources(new PropertiesConfigSource(notBlank(PREFIX, file.settings()), file.name(), FILE));
        return new Settings(builder.build(), file.name(), fallbacks);
    }

    /// These settings, whose fallbacks only count if none of the settings is set: half of a fallback is useless.
    public Settings together(List<Setting<?>> group) {
        return group.stream().anyMatch(setting -> source(setting).isPresent())
                ? new Settings(sources, file, Map.of())
                : this;
    }

    /// The value, or the default.
    ///
    /// @throws ConfigException if the value has the wrong form, or nothing is set and there is no default
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new ConfigException(
                        setting.name() + " is not set: set it in the file, or " + setting.variable()));
    }

    /// The value, or the default, or nothing.
    ///
    /// @throws ConfigException if the value has the wrong form
    public <T> Optional<T> find(Setting<T> setting) {
        return source(setting)
                .or(() -> Optional.ofNullable(fallbacks.get(setting.name())).map(text -> new Text(text, "fallback")))
                .or(() -> setting.byDefault().map(text -> new Text(text, "default")))
                .map(text -> parse(setting, text));
    }

    private Optional<Text> source(Setting<?> setting) {
        var found = sources.getConfigValue(PREFIX + setting.name());
        return Optional.ofNullable(found.getValue())
                .map(text -> new Text(
                        text.strip(), found.getConfigSourceOrdinal() == ENVIRONMENT ? setting.variable() : file));
    }

    private static <T> T parse(Setting<T> setting, Text text) {
        try {
            return setting.form().reader().apply(text.value());
        } catch (IllegalArgumentException wrong) {
            var shown = setting.secret() ? "" : " = " + text.value();
            throw new ConfigException(setting.name() + shown + " (" + text.origin() + ") is not possible; expected: "
                    + setting.form().allowed());
        }
    }

    private static Map<String, String> notBlank(String prefix, Map<String, String> texts) {
        return texts.entrySet().stream()
                .filter(entry -> !entry.getValue().isBlank())
                .collect(Collectors.toMap(entry -> prefix + entry.getKey(), Map.Entry::getValue));
    }

    private record Text(String value, String origin) {}
}
