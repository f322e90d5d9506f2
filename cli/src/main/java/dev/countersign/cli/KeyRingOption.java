package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The key ring that a command uses: the services' own.
final class KeyRingOption {
    private static final String VARIABLE = "COUNTERSIGN_KEYS";

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            defaultValue = "${env:COUNTERSIGN_KEYS_FILE}",
            description = "The key ring of the services (default: $$COUNTERSIGN_KEYS_FILE, or the text in"
                    + " $$COUNTERSIGN_KEYS).")
    private @Nullable Path file;

    /// Complains if there is none, or it is damaged.
    KeyRing read() {
        var path = file;
        if (path != null) {
            var text = new PrivateFile(path).read().orElseThrow(() -> new Complaint(path + " does not exist"));
            return new KeyRingText(path, text).parse();
        }
        var text = System.getenv(VARIABLE);
        if (text == null || text.isBlank()) {
            throw new Complaint("Set COUNTERSIGN_KEYS_FILE to the file with the services' key ring");
        }
        return new KeyRingText(VARIABLE, text).parse();
    }
}
