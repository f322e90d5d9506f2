package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `docs/configuration.md` says of the gateway is what the code reads.
class ConfigurationDocTest {
    private static final Path DOC = Path.of("..", "docs", "configuration.md");

    @Test
    void theTableHasEverySettingAndItsVariable() throws IOException {
        var settings = Settings.of(Map.of());
        GatewayConfig.read(settings);

        var told = Files.readAllLines(DOC).stream()
                .dropWhile(line -> !line.equals("## The gateway"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\|", 3))
                .map(cells -> cells[0] + cells[1])
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(settings.names().stream()
                        .map(name -> "| `%s` `%s`".formatted(name, Vocabulary.variable(name)))
                        .toList());
    }
}
