package dev.countersign.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What runs here. Which version it is stands in the built jar only.
final class Version implements IVersionProvider {
    static String text() {
        var version = Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
        return "countersign " + version + " (Java " + Runtime.version() + ")";
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
