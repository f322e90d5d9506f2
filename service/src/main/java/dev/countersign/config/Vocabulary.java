package dev.countersign.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that may be set. A misspelt name must not be passed over in silence: the default that would count
/// instead may be the weaker one.
///
/// @param settings ours
/// @param foreign the names that other commands read from the same file and environment; `x.*` stands for all in `x`
public record Vocabulary(List<Setting<?>> settings, List<String> foreign) {
    /// What Kubernetes puts into the environment for services beside us, such as `COUNTERSIGN_PORT_9090_TCP_ADDR`.
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_\\w+)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

    /// What the launcher reads, which has no file.
    private static final String LAUNCHER = "COUNTERSIGN_JAVA_OPTS";

    void check(Map<String, String> environment, ConfigFile file) {
        var unknown = Stream.concat(
                        file.settings().keySet().stream()
                                .filter(this::isUnknown)
                                .map(name -> name + " in " + file.name() + meantName(name)),
                        new TreeMap<>(environment)
                                .entrySet().stream()
                                        .filter(this::isUnknown)
                                        .map(variable -> variable.getKey() + meantVariable(variable.getKey())))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new ConfigException("There is no setting " + unknown);
        }
    }

    private boolean isUnknown(String name) {
        return settings.stream().noneMatch(setting -> setting.name().equals(name))
                && foreign.stream().noneMatch(other -> matches(other, name, "."));
    }

    private boolean isUnknown(Map.Entry<String, String> variable) {
        var name = variable.getKey();
        return name.startsWith(Setting.PREFIX)
                && !name.equals(ConfigFile.VARIABLE)
                && !name.equals(LAUNCHER)
                && !SERVICE_LINK.matcher(name).matches()
                && !SERVICE_LINK_VALUE.matcher(variable.getValue()).matches()
                && settings.stream().noneMatch(setting -> setting.variable().equals(name))
                && foreign.stream()
                        .noneMatch(
                                other -> matches(Setting.of(other, Form.text()).variable(), name, "_"));
    }

    private static boolean matches(String other, String name, String separator) {
        return other.endsWith(separator + "*")
                ? name.startsWith(other.substring(0, other.length() - 1))
                : name.equals(other);
    }

    private String meantName(String name) {
        return Spelling.nearest(name, settings.stream().map(Setting::name))
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }

    private String meantVariable(String variable) {
        return Spelling.nearest(
                        withoutPrefix(variable), settings.stream().map(known -> withoutPrefix(known.variable())))
                .map(near -> " (did you mean " + Setting.PREFIX + near + "?)")
                .orElse("");
    }

    private static String withoutPrefix(String variable) {
        return variable.substring(Setting.PREFIX.length());
    }
}
