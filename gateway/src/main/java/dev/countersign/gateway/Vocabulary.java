package dev.countersign.gateway;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The names that settings have. Finds misspelt ones: the default that would count instead may be the weaker one.
final class Vocabulary {
    static final String VARIABLE_PREFIX = "COUNTERSIGN_";

    /// What the service keeps in the same file.
    private static final Set<String> FOREIGN =
            Set.of("database", "expiry", "grpc", "guess", "keys", "metrics", "passcode", "sms", "store");

    /// Variables that are surely meant for us. Other processes may have others.
    private static final List<String> OURS =
            List.of("COUNTERSIGN_EXAMPLE_", "COUNTERSIGN_HTTP_", "COUNTERSIGN_SERVICE_");

    /// What Kubernetes sets for a Service of such a name.
    private static final Pattern SERVICE_LINK = Pattern.compile(".*_SERVICE_(HOST|PORT(_\\w+)?)|.*_PORT_\\d+_\\w+");

    private final Set<String> names = new TreeSet<>();

    void add(String name) {
        names.add(name);
    }

    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    /// Throws [ConfigException] for a name in the file, or of a variable, that nobody knows.
    void check(ConfigFile file, Map<String, String> environment) {
        for (var name : file.settings().keySet()) {
            if (!names.contains(name) && !FOREIGN.contains(name.split("\\.", 2)[0])) {
                throw unknown("%s in %s".formatted(name, file.name()), name, names);
            }
        }
        var variables = names.stream().map(Vocabulary::variable).toList();
        for (var name : new TreeMap<>(environment).keySet()) {
            var meantForUs = OURS.stream().anyMatch(name::startsWith);
            if (meantForUs
                    && !variables.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                throw unknown(name, name, variables);
            }
        }
    }

    static String variable(String name) {
        return VARIABLE_PREFIX + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static ConfigException unknown(String where, String name, Collection<String> names) {
        var suggestion = Spelling.nearest(name, names).map("; did you mean %s?"::formatted);
        return new ConfigException("There is no setting " + where + suggestion.orElse(""));
    }
}
