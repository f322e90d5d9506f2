package dev.countersign.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The file that `COUNTERSIGN_CONFIG_FILE` names: Java properties in UTF-8, which the service may share with us.
///
/// @param name for messages
record ConfigFile(String name, Map<String, String> settings) {
    static final String VARIABLE = "COUNTERSIGN_CONFIG_FILE";

    /// Without the variable the file counts as empty.
    static ConfigFile of(Map<String, String> environment) {
        var name = environment.getOrDefault(VARIABLE, "");
        if (name.isBlank()) {
            return new ConfigFile("no file", Map.of());
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("%s: the file %s cannot be read".formatted(VARIABLE, name), e);
        }
        var settings = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return new ConfigFile(name, settings);
    }
}
