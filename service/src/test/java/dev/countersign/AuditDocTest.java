package dev.countersign;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.countersign.project.RetentionClass;
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

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeIsInTheClassThatIsWritten(String type) throws IOException {
        var written = Files.readString(DOC)
                .lines()
                .filter(line -> line.startsWith("| `" + RetentionClass.of(type).text() + "` | "))
                .toList();
        assertThat(written).singleElement(as(STRING)).containsAnyOf("`" + type + "`", "`" + family(type) + ".…`");
    }

    private static String family(String type) {
        return type.substring(0, type.indexOf('.'));
    }
}
