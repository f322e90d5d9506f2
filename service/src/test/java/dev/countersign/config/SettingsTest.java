package dev.countersign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Setting<Integer> SIZE = Setting.of("pool.max-size", Form.number(1, 9), "5");
    private static final Setting<String> NAME = Setting.of("pool.name", Form.text());
    private static final Setting<Secret> PASSWORD = Setting.secret("pool.password");
    private static final Vocabulary VOCABULARY = new Vocabulary(List.of(SIZE, NAME, PASSWORD), List.of("http.*"));

    @TempDir
    private Path folder;

    @Test
    void theDefaultCountsWhereNothingIsSet() {
        var settings = Settings.read(VOCABULARY, Map.of(), Map.of());

        assertThat(settings.get(SIZE)).isEqualTo(5);
        assertThat(settings.find(NAME)).isEmpty();
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndTheFileBeforeAFallback() throws IOException {
        var file = file("pool.max-size = 2\npool.name = of the file\n");
        var fallbacks = Map.of("pool.max-size", "4", "pool.name", "fallback", "pool.password", "p");
        var environment = Map.of("COUNTERSIGN_POOL_MAX_SIZE", "1", ConfigFile.VARIABLE, file);

        var settings = Settings.read(VOCABULARY, environment, fallbacks);

        assertThat(settings.get(SIZE)).isEqualTo(1);
        assertThat(settings.get(NAME)).isEqualTo("of the file");
        assertThat(settings.get(PASSWORD).reveal()).isEqualTo("p");
    }

    @Test
    void whatIsBlankIsNotSet() throws IOException {
        var environment = Map.of(
                "COUNTERSIGN_POOL_MAX_SIZE",
                " ",
                "COUNTERSIGN_POOL_NAME",
                "",
                ConfigFile.VARIABLE,
                file("pool.max-size = 2\npool.name =\n"));

        var settings = Settings.read(VOCABULARY, environment, Map.of());

        assertThat(settings.get(SIZE)).isEqualTo(2);
        assertThat(settings.find(NAME)).isEmpty();
    }

    @Test
    void aValueIsTakenAsItIsWritten() throws IOException {
        var settings = Settings.read(
                VOCABULARY,
                Map.of(
                        "COUNTERSIGN_POOL_PASSWORD",
                        "${pool.name},a\\b%{c}",
                        ConfigFile.VARIABLE,
                        file("pool.name=ü,x")),
                Map.of());

        assertThat(settings.get(PASSWORD).reveal()).isEqualTo("${pool.name},a\\b%{c}");
        assertThat(settings.get(NAME)).isEqualTo("ü,x");
    }

    @Test
    void aGroupTakesAllOfItsFallbacksOrNone() {
        var fallbacks = Map.of("pool.name", "fallback", "pool.max-size", "4");
        List<Setting<?>> group = List.of(NAME, PASSWORD);

        var untouched = Settings.read(VOCABULARY, Map.of(), fallbacks);
        var touched = Settings.read(VOCABULARY, Map.of("COUNTERSIGN_POOL_PASSWORD", "p"), fallbacks);

        assertThat(untouched.together(group).find(NAME)).contains("fallback");
        assertThat(touched.together(group).find(NAME)).isEmpty();
    }

    @Test
    void aWrongValueIsToldWithItsOrigin() throws IOException {
        var file = file("pool.max-size = 10");
        var settings = Settings.read(VOCABULARY, Map.of(ConfigFile.VARIABLE, file), Map.of());

        assertThatThrownBy(() -> settings.get(SIZE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pool.max-size = 10 (" + file + ") is not possible; expected: whole number from 1 to 9");
    }

    @ParameterizedTest
    @CsvSource({
        "pool.nam, There is no setting pool.nam in %s (did you mean pool.name?)",
        "pool.max-szie, There is no setting pool.max-szie in %s (did you mean pool.max-size?)",
        "pool.maxsize, There is no setting pool.maxsize in %s (did you mean pool.max-size?)",
        "config.file, There is no setting config.file in %s",
        "httpx.port, There is no setting httpx.port in %s"
    })
    void aMisspeltNameInTheFileStopsTheStart(String name, String told) throws IOException {
        var file = file(name + " = 1");

        assertThatThrownBy(() -> Settings.read(VOCABULARY, Map.of(ConfigFile.VARIABLE, file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(told.formatted(file));
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_POOL_MAXSIZE, There is no setting COUNTERSIGN_POOL_MAXSIZE (did you mean COUNTERSIGN_POOL_MAX_SIZE?)",
        "COUNTERSIGN_COLOUR, There is no setting COUNTERSIGN_COLOUR",
        "COUNTERSIGN_DATABASE_PORT, There is no setting COUNTERSIGN_DATABASE_PORT"
    })
    void aMisspeltVariableStopsTheStart(String name, String told) {
        assertThatThrownBy(() -> Settings.read(VOCABULARY, Map.of(name, "5432"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(told);
    }

    @Test
    void whatOthersReadIsPassedOver() throws IOException {
        var environment = Map.of(
                "PATH",
                "/bin",
                "POOL_NAMES",
                "x",
                "COUNTERSIGN_HTTP_PORT",
                "8080",
                "COUNTERSIGN_JAVA_OPTS",
                "-Xmx1g",
                ConfigFile.VARIABLE,
                file("http.port = 8080\nhttp.tls.key = x\n"));

        assertThat(Settings.read(VOCABULARY, environment, Map.of()).get(SIZE)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_SERVICE_HOST, 10.0.0.1",
        "COUNTERSIGN_SERVICE_PORT, 9090",
        "COUNTERSIGN_SERVICE_PORT_GRPC, 9090",
        "COUNTERSIGN_PORT, tcp://10.0.0.1:9090",
        "COUNTERSIGN_PORT_9090_TCP, tcp://10.0.0.1:9090",
        "COUNTERSIGN_PORT_9090_TCP_ADDR, 10.0.0.1",
        "COUNTERSIGN_GATEWAY_PORT_80_TCP_PROTO, tcp"
    })
    void whatKubernetesPutsThereIsPassedOver(String name, String value) {
        assertThat(Settings.read(VOCABULARY, Map.of(name, value), Map.of()).get(SIZE))
                .isEqualTo(5);
    }

    @Test
    void aMissingFileIsToldInOneLine() {
        var environment = Map.of(ConfigFile.VARIABLE, "/no/such.properties");

        assertThatThrownBy(() -> Settings.read(VOCABULARY, environment, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("COUNTERSIGN_CONFIG_FILE = /no/such.properties cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool.name = \\u12", "pool.name = \\uXYZW"})
    void aMalformedFileIsToldInOneLine(String content) throws IOException {
        var file = file(content);

        assertThatThrownBy(() -> Settings.read(VOCABULARY, Map.of(ConfigFile.VARIABLE, file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + " is malformed");
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("countersign.properties"), content)
                .toString();
    }
}
