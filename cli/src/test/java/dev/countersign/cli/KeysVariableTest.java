package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.keys.KeyRing;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysVariableTest {
    @Test
    void holdsTheKeysOrNamesTheirFile(@TempDir Path folder) {
        var file = folder.resolve("keys.json");
        var ring = KeyRing.generate().revealJson();
        new PrivateFile(file).write(ring);
        assertThat(read(Map.of("COUNTERSIGN_KEYS", ring))).isEqualTo(ring);
        assertThat(read(Map.of("COUNTERSIGN_KEYS_FILE", file.toString()))).isEqualTo(ring);
    }

    @Test
    void aStartWithoutKeysOrWithTwoRingsIsRefused() {
        assertRefused(Map.of(), "Set either COUNTERSIGN_KEYS or COUNTERSIGN_KEYS_FILE");
        assertRefused(Map.of("COUNTERSIGN_KEYS", " "), "Set either COUNTERSIGN_KEYS or COUNTERSIGN_KEYS_FILE");
        assertRefused(
                Map.of("COUNTERSIGN_KEYS", "ring", "COUNTERSIGN_KEYS_FILE", "/file"),
                "Set either COUNTERSIGN_KEYS or COUNTERSIGN_KEYS_FILE");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertRefused(Map.of("COUNTERSIGN_KEYS_FILE", "/no/keys"), "COUNTERSIGN_KEYS_FILE does not exist: /no/keys");
    }

    @Test
    void aDamagedRingIsNamedByItsVariable() {
        assertRefused(Map.of("COUNTERSIGN_KEYS", "{"), "COUNTERSIGN_KEYS: The key ring is damaged");
    }

    private static String read(Map<String, String> environment) {
        return KeysVariable.read(environment).revealJson();
    }

    private static void assertRefused(Map<String, String> environment, String words) {
        assertThatThrownBy(() -> KeysVariable.read(environment))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining(words);
    }
}
