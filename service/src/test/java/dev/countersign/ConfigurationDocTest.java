package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `docs/configuration.md` says is what the code does.
class ConfigurationDocTest {
    private static final Path DOC = Path.of("..", "docs", "configuration.md");

    @Test
    void theTableHasEverySettingWithItsDefaultAndItsForm() throws IOException {
        var told = Files.readAllLines(DOC).stream()
                .takeWhile(line -> !line.equals("## The gateway"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.lastIndexOf(" |", line.length() - 3)))
                .toList();

        assertThat(told).isEqualTo(rows());
    }

    @Test
    void noSettingIsLeftOut() {
        var declared = Arrays.stream(ServiceSettings.class.getDeclaredFields())
                .filter(field -> field.getType() == Setting.class)
                .count();

        assertThat(ServiceSettings.ALL.settings()).doesNotHaveDuplicates().hasSize((int) declared);
    }

    private static List<String> rows() {
        return ServiceSettings.ALL.settings().stream()
                .map(ConfigurationDocTest::row)
                .toList();
    }

    private static String row(Setting<?> setting) {
        var byDefault = setting.byDefault().map(text -> " `" + text + "` ").orElse(" ");
        return "| `%s` | `%s` |%s| %s"
                .formatted(
                        setting.name(),
                        setting.variable(),
                        byDefault,
                        setting.form().allowed());
    }
}
