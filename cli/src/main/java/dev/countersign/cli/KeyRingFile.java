package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import dev.countersign.keys.KeyRingException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/// The file of a key ring that a command changes.
final class KeyRingFile {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:COUNTERSIGN_KEYS_FILE}",
            description = "What is replaced (default: $$COUNTERSIGN_KEYS_FILE).")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private Path path;

    /// Complains if there is no such file, or no ring in it.
    void replace(UnaryOperator<KeyRing> change) {
        var file = new PrivateFile(path);
        var text = file.read().orElseThrow(() -> new Complaint(path + " does not exist"));
        try {
            file.write(change.apply(new KeyRingText(path, text).parse()).revealJson());
        } catch (KeyRingException e) {
            throw new Complaint(path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
