package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysVariableTest {
    @Test
    void holdsTheKeysOrNamesTheirFile(@TempDir Path folder) {
        var file = folder.resolve("keys.json");
        new PrivateFile(file).write("ring");
        assertThat(KeysVariable.read(Map.of("COUNTERSIGN_KEYS", "ring"))).isEqualTo("ring");
        assertThat(KeysVariable.read(Map.of("COUNTERSIGN_KEYS_FILE", file.toString())))
                .isEqualTo("ring");
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

    private static void assertRefused(Map<String, String> environment, String words) {
        assertThatThrownBy(() -> KeysVariable.read(environment))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining(words);
    }
}
