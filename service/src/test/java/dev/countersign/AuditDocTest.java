package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is recorded, and what `docs/audit.md` says of it.
class AuditDocTest {
    private static final Path APPROVED = Path.of("src/test/resources/approved");
    private static final Path DOC = Path.of("../docs/audit.md");

    static Stream<String> types() throws IOException {
        try (var files = Files.list(APPROVED)) {
            return files
                    .map(file -> file.getFileName().toString().replaceFirst("\\.v[0-9]+\\.json$", ""))
                    .distinct()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeIsExplained(String type) throws IOException {
        assertThat(Files.readString(DOC)).contains("| `" + type + "` |");
    }
}
