package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.GatewayConfig.Example;
import dev.countersign.gateway.GatewayConfig.Http;
import dev.countersign.gateway.GatewayConfig.HttpTls;
import dev.countersign.gateway.GatewayConfig.Service;
import dev.countersign.gateway.GatewayConfig.ServiceTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.util.InetAddressSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
    private static final GatewayConfig DEFAULTS = new GatewayConfig(
            new Service("127.0.0.1", 9090, false, Duration.ofSeconds(10), null),
            new Http(
                    "127.0.0.1",
                    8080,
                    false,
                    65_536,
                    1024,
                    10_000,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    new InetAddressSet(),
                    null,
                    null),
            false,
            null,
            new ConsoleConfig(false, Duration.ofMinutes(30), Duration.ofHours(12), null, null));

    @TempDir
    private Path folder;

    @Test
    void everythingHasADefault() {
        assertThat(GatewayConfig.load(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void everythingCanBeSetFromTheEnvironment() throws IOException {
        var pem = file("any.pem", "");
        var proxies = new InetAddressSet();
        proxies.add("10.0.0.0/8");

        var config = GatewayConfig.load(Map.ofEntries(
                Map.entry("COUNTERSIGN_SERVICE_ADDRESS", "countersign.internal:9191"),
                Map.entry("COUNTERSIGN_SERVICE_DEADLINE", "500ms"),
                Map.entry("COUNTERSIGN_SERVICE_TLS_CA", pem.toString()),
                Map.entry("COUNTERSIGN_SERVICE_TLS_CERTIFICATE", pem.toString()),
                Map.entry("COUNTERSIGN_SERVICE_TLS_KEY", pem.toString()),
                Map.entry("COUNTERSIGN_HTTP_HOST", "localhost"),
                Map.entry("COUNTERSIGN_HTTP_PORT", "8443"),
                Map.entry("COUNTERSIGN_HTTP_MAX_BODY_BYTES", "2048"),
                Map.entry("COUNTERSIGN_HTTP_MAX_REQUESTS", "7"),
                Map.entry("COUNTERSIGN_HTTP_MAX_CONNECTIONS", "8"),
                Map.entry("COUNTERSIGN_HTTP_IDLE_TIMEOUT", "2m"),
                Map.entry("COUNTERSIGN_HTTP_STOP_TIMEOUT", "1h"),
                Map.entry("COUNTERSIGN_HTTP_TRUSTED_PROXIES", "10.0.0.0/8"),
                Map.entry("COUNTERSIGN_HTTP_TLS_CERTIFICATE", pem.toString()),
                Map.entry("COUNTERSIGN_HTTP_TLS_KEY", pem.toString()),
                Map.entry("COUNTERSIGN_HTTP_TLS_CLIENT_CA", pem.toString()),
                Map.entry("COUNTERSIGN_HTTP_ALLOW_PLAINTEXT", "true"),
                Map.entry("COUNTERSIGN_SERVICE_ALLOW_PLAINTEXT", "true"),
                Map.entry("COUNTERSIGN_DEV", "true"),
                Map.entry("COUNTERSIGN_EXAMPLE_PROJECT_ID", "project-test-1"),
                Map.entry("COUNTERSIGN_EXAMPLE_SECRET", "secret-test-1"),
                Map.entry("COUNTERSIGN_HTTP_ERROR_PAGES", "https://example.com/errors/"),
                Map.entry("COUNTERSIGN_OF_ANOTHER_PROCESS", "x")));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        new Service(
                                "countersign.internal",
                                9191,
                                true,
                                Duration.ofMillis(500),
                                new ServiceTls(pem, pem, pem)),
                        new Http(
                                "localhost",
                                8443,
                                true,
                                2048,
                                7,
                                8,
                                Duration.ofMinutes(2),
                                Duration.ofHours(1),
                                proxies,
                                "https://example.com/errors/",
                                new HttpTls(pem, pem, pem)),
                        true,
                        new Example("project-test-1", "secret-test-1"),
                        new ConsoleConfig(true, Duration.ofMinutes(30), Duration.ofHours(12), null, null)));
        assertThat(config.toString()).doesNotContain("secret-test-1");
    }

    @Test
    void theExampleIsForTryingOut() {
        var project = Map.of("COUNTERSIGN_EXAMPLE_PROJECT_ID", "p", "COUNTERSIGN_EXAMPLE_SECRET", "s");

        assertThatThrownBy(() -> GatewayConfig.load(project)).hasMessageContaining("served in dev only");
        assertThatThrownBy(() ->
                        GatewayConfig.load(Map.of("COUNTERSIGN_DEV", "true", "COUNTERSIGN_EXAMPLE_PROJECT_ID", "p")))
                .hasMessage("example.project-id and example.secret go together");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:81/errors/",
        "localhost, http://localhost:81/errors/",
        "::1, http://[::1]:81/errors/",
    })
    void errorsLeadToTheGatewaysOwnPages(String host, String url) {
        var config = GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_HOST", host));

        assertThat(config.http().errorPages(81)).isEqualTo(url);
    }

    @Test
    void errorsLeadWhereTheyAreToldTo() {
        var config = GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_ERROR_PAGES", "https://example.com/e#"));

        assertThat(config.http().errorPages(81)).isEqualTo("https://example.com/e#");
    }

    @Test
    void handsetIsNotShownToOtherMachines() {
        var environment = Map.of(
                "COUNTERSIGN_DEV",
                "true",
                "COUNTERSIGN_HTTP_HOST",
                "0.0.0.0",
                "COUNTERSIGN_HTTP_ALLOW_PLAINTEXT",
                "true");

        assertThatThrownBy(() -> GatewayConfig.load(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.host has to be on loopback");
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        var file = file("gateway.properties", "http.port = 1\nhttp.max-requests = 2\ngrpc.port = 3\nkeys = 4");

        var config =
                GatewayConfig.load(Map.of("COUNTERSIGN_CONFIG_FILE", file.toString(), "COUNTERSIGN_HTTP_PORT", "4"));

        assertThat(config.http().port()).isEqualTo(4);
        assertThat(config.http().maxRequests()).isEqualTo(2);
    }

    @Test
    void blankCountsAsAbsent() {
        assertThat(GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_PORT", " ", "COUNTERSIGN_CONFIG_FILE", "")))
                .isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.prot       | ; did you mean http.port?",
                "http.maxrequest | ; did you mean http.max-requests?",
                "sevice.address  | ; did you mean service.address?",
                "something.else.entirely | ''",
            })
    void aMisspeltNameInTheFileStopsTheBoot(String name, String suggestion) throws IOException {
        var file = file("gateway.properties", name + " = 1").toString();

        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_CONFIG_FILE", file)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("There is no setting " + name + " in " + file + suggestion);
    }

    @Test
    void aMisspeltVariableStopsTheBootToo() {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_TLS_CLIENTCA", "clients.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("There is no setting COUNTERSIGN_HTTP_TLS_CLIENTCA;"
                        + " did you mean COUNTERSIGN_HTTP_TLS_CLIENT_CA?");
    }

    @Test
    void variablesThatKubernetesSetsForAServiceArePassedOver() {
        assertThat(GatewayConfig.load(Map.of(
                        "COUNTERSIGN_SERVICE_HOST", "10.0.0.1",
                        "COUNTERSIGN_SERVICE_PORT", "9090",
                        "COUNTERSIGN_SERVICE_PORT_GRPC", "9090",
                        "COUNTERSIGN_HTTP_SERVICE_HOST", "10.0.0.1",
                        "COUNTERSIGN_HTTP_PORT_8080_TCP_ADDR", "10.0.0.1")))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void aFileThatIsNotThereStopsTheBoot() {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_CONFIG_FILE", "no-such-file")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("COUNTERSIGN_CONFIG_FILE: the file no-such-file cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNTERSIGN_HTTP_PORT           | 65536   | http.port is \"65536\", but must be a number from 0 to 65535",
                "COUNTERSIGN_HTTP_PORT           | -1      | http.port is \"-1\", but must be a number from 0 to 65535",
                "COUNTERSIGN_HTTP_PORT           | http    | http.port is \"http\", but must be a number from 0 to 65535",
                "COUNTERSIGN_HTTP_MAX_BODY_BYTES | 1023    | http.max-body-bytes is \"1023\", but must be a number from 1024 to 4194304",
                "COUNTERSIGN_HTTP_MAX_REQUESTS   | 0       | http.max-requests is \"0\", but must be a number from 1 to 1000000",
                "COUNTERSIGN_SERVICE_DEADLINE    | 10      | service.deadline is \"10\", but must be a time such as 500ms, 10s or 2m, above zero",
                "COUNTERSIGN_SERVICE_DEADLINE    | 0s      | service.deadline is \"0s\", but must be a time such as 500ms, 10s or 2m, above zero",
                "COUNTERSIGN_DEV                 | yes     | dev is \"yes\", but must be true or false",
                "COUNTERSIGN_HTTP_TLS_KEY        | nowhere | http.tls.key is \"nowhere\", but must be a file that can be read",
            })
    void aValueThatCannotBeStopsTheBoot(String name, String value, String message) {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:", "localhost:0", "localhost:65536", ":9090", "a b:1", "u@h:1", "h:1/x"})
    void anAddressIsHostAndPort(String address) {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_SERVICE_ADDRESS", address)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "service.address is \"%s\", but must be HOST:PORT, such as 127.0.0.1:9090".formatted(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "[::1]"})
    void plainTextStaysOnThisMachine(String host) {
        var config =
                GatewayConfig.load(Map.of("COUNTERSIGN_SERVICE_ADDRESS", host + ":1", "COUNTERSIGN_HTTP_HOST", host));

        assertThat(config.service().host()).isEqualTo(host);
        assertThat(config.http().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.7", "[::]", "example.com", "localhost.example.com"})
    void plainTextElsewhereIsRefusedUnlessAskedFor(String host) {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_HOST", host)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.host is " + host + ", which is not this machine:"
                        + " set http.tls.certificate, or http.allow-plaintext=true if something else"
                        + " protects the connection");
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_SERVICE_ADDRESS", host + ":1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("service.address is " + host + ", which is not this machine")
                .hasMessageContaining("service.tls.ca");
        var allowed = Map.of("COUNTERSIGN_HTTP_HOST", host, "COUNTERSIGN_HTTP_ALLOW_PLAINTEXT", "true");
        assertThat(GatewayConfig.load(allowed).http().host()).isEqualTo(host);
        var called = Map.of("COUNTERSIGN_SERVICE_ADDRESS", host + ":1", "COUNTERSIGN_SERVICE_ALLOW_PLAINTEXT", "true");
        assertThat(GatewayConfig.load(called).service().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_HTTP_TLS_CERTIFICATE, http.tls.certificate and http.tls.key go together",
        "COUNTERSIGN_HTTP_TLS_KEY, http.tls.certificate and http.tls.key go together",
        "COUNTERSIGN_HTTP_TLS_CLIENT_CA, http.tls.client-ca needs http.tls.certificate",
        "COUNTERSIGN_SERVICE_TLS_CERTIFICATE, service.tls.certificate needs service.tls.ca",
        "COUNTERSIGN_SERVICE_TLS_KEY, service.tls.certificate needs service.tls.ca",
    })
    void halfOfATlsSettingStopsTheBoot(String name, String message) throws IOException {
        var pem = file("any.pem", "").toString();

        assertThatThrownBy(() -> GatewayConfig.load(Map.of(name, pem)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aStopWaitsAtLeastAsLongAsACallMayTake() {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_STOP_TIMEOUT", "9999ms")))
                .hasMessage("http.stop-timeout must not be below service.deadline");
        assertThat(GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_STOP_TIMEOUT", "10s"))
                        .http()
                        .stopTimeout())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aConnectionMayBeSilentForLongerThanACallTakes() {
        assertThatThrownBy(() -> GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_IDLE_TIMEOUT", "10s")))
                .hasMessage("http.idle-timeout must be above service.deadline");
        assertThat(GatewayConfig.load(Map.of("COUNTERSIGN_HTTP_IDLE_TIMEOUT", "11s"))
                        .http()
                        .idleTimeout())
                .isEqualTo(Duration.ofSeconds(11));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
