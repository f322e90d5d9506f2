package dev.countersign.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The one file of settings, in the form of Java properties, UTF-8.
record ConfigFile(String name, Map<String, String> settings) {
    static final String VARIABLE = "COUNTERSIGN_CONFIG_FILE";

    /// Without the variable: an empty file.
    static ConfigFile of(Map<String, String> environment) {
        var name = environment.getOrDefault(VARIABLE, "");
        return name.isBlank() ? new ConfigFile("no file", Map.of()) : read(name);
    }

    private static ConfigFile read(String name) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConfigException(VARIABLE + " = " + name + " cannot be read");
        } catch (IllegalArgumentException malformed) {
            throw new ConfigException(name + " is malformed: " + malformed.getMessage());
        }
        var settings = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return new ConfigFile(name, settings);
    }
}
