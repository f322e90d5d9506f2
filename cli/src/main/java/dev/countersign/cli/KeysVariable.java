package dev.countersign.cli;

import dev.countersign.keys.KeyRing;
import java.nio.file.Path;
import java.util.Map;

/// The key ring that the environment names: `COUNTERSIGN_KEYS` holds it, or `COUNTERSIGN_KEYS_FILE` names its file.
///
/// There is no default: a service with keys of its own making would lose its users at the next start.
final class KeysVariable {
    private static final String CONTENT = "COUNTERSIGN_KEYS";
    private static final String FILE = "COUNTERSIGN_KEYS_FILE";

    private KeysVariable() {}

    static KeyRing read(Map<String, String> environment) {
        var content = environment.getOrDefault(CONTENT, "");
        var file = environment.getOrDefault(FILE, "");
        if (content.isBlank() == file.isBlank()) {
            throw new Complaint(
                    "Set either " + CONTENT + " or " + FILE + " to a key ring; 'countersign keys generate' makes one");
        }
        return (file.isBlank() ? new KeyRingText(CONTENT, content) : readFile(Path.of(file))).parse();
    }

    private static KeyRingText readFile(Path file) {
        return new PrivateFile(file)
                .read()
                .map(text -> new KeyRingText(file, text))
                .orElseThrow(() -> new Complaint("The file of " + FILE + " does not exist: " + file));
    }
}
