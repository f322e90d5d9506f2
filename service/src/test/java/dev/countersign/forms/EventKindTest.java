package dev.countersign.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What events are in the words of others, and what `docs/audit-exports.md` says of it.
class EventKindTest {
    private static final Path DOC = Path.of("../docs/audit-exports.md");

    static List<String> types() {
        return Samples.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void noTypeIsForgotten(String type) {
        assertThat(EventKind.known(type)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("types")
    void tableSaysWhatIsSo(String type) throws IOException {
        assertThat(Files.readAllLines(DOC)).contains(row(EventKind.of(type)));
    }

    @Test
    void tableSaysNothingElse() throws IOException {
        assertThat(Files.readAllLines(DOC))
                .filteredOn(line -> line.matches("\\| `[a-z]+\\.[A-Z].*"))
                .hasSameSizeAs(types());
    }

    private static String row(EventKind kind) {
        return "| `%s` | %d %s | %d %s | %s | %s | %s | %s |"
                .formatted(
                        kind.type(),
                        kind.activity().of().uid(),
                        kind.activity().of().caption(),
                        kind.activity().id(),
                        kind.activity().caption(),
                        kind.judged() == Judged.DONE ? "done" : "as told",
                        kind.severity().caption(),
                        String.join(", ", kind.categories()),
                        String.join(", ", kind.types()));
    }

    @Test
    void whatNobodyKnowsIsToldAllTheSame() {
        var kind = EventKind.of("later.Unheard");

        assertThat(kind.activity()).isEqualTo(new OcsfActivity(OcsfClass.BASE_EVENT, 99, "Unheard"));
        assertThat(kind.categories()).isEmpty();
    }
}
