package dev.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    @TempDir
    private static Path folder;

    private static TestCertificates ours;
    private static TestCertificates strangers;

    @BeforeAll
    static void issue() throws Exception {
        ours = new TestCertificates(folder, "ours")
                .issue("server", "EC")
                .issue("rsa", "RSA")
                .issue("ed25519", "Ed25519")
                .issue("client", "EC");
        strangers = new TestCertificates(folder, "strangers").issue("stranger", "EC");
    }

    @ParameterizedTest
    @CsvSource({"server, HTTP_1_1", "server, HTTP_2", "rsa, HTTP_2", "ed25519, HTTP_2"})
    void clientsSpeakTls(String holder, Version version) throws Exception {
        try (var service = new ScriptedService().answers(Answers.LOGIN);
                var gateway = start(service, http(holder))) {
            var response = post(gateway, null, version);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.body()).endsWith(Answers.LOGIN_JSON + "}");
        }
    }

    @Test
    void clientsShowACertificateOfOursWhereThatIsWanted() throws Exception {
        var settings = with(http("server"), "COUNTERSIGN_HTTP_TLS_CLIENT_CA", ours.ca());
        try (var service = new ScriptedService().answers(Answers.LOGIN);
                var gateway = start(service, settings)) {
            assertThat(post(gateway, "client", Version.HTTP_2).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> post(gateway, null, Version.HTTP_1_1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> post(gateway, "stranger", Version.HTTP_1_1))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theServiceIsCalledOverTlsWithACertificateOfOurOwn() throws Exception {
        var settings = with(service(ours.ca()), "COUNTERSIGN_SERVICE_TLS_CERTIFICATE", ours.certificate("client"));
        try (var service = new ScriptedService(0, mutualTls()).answers(Answers.LOGIN);
                var gateway = start(service, with(settings, "COUNTERSIGN_SERVICE_TLS_KEY", ours.key("client")))) {
            assertThat(plain(gateway).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aServiceThatDoesNotKnowUsIsUnavailable() throws Exception {
        try (var service = new ScriptedService(0, mutualTls());
                var gateway = start(service, service(ours.ca()))) {
            StytchError.check(plain(gateway), 503, "server_unavailable");
        }
    }

    @Test
    void aServiceThatWeDoNotKnowIsUnavailable() throws Exception {
        try (var service = new ScriptedService(0, mutualTls());
                var gateway = start(service, service(strangers.ca()))) {
            StytchError.check(plain(gateway), 503, "server_unavailable");
            assertThat(service.heardNothing()).isTrue();
        }
    }

    @Test
    void aServiceWithoutTlsIsUnavailableToAGatewayThatWantsIt() throws Exception {
        try (var service = new ScriptedService(0, InsecureServerCredentials.create());
                var gateway = start(service, service(ours.ca()))) {
            StytchError.check(plain(gateway), 503, "server_unavailable");
            assertThat(service.heardNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COUNTERSIGN_HTTP_TLS_CERTIFICATE",
                "COUNTERSIGN_HTTP_TLS_KEY",
                "COUNTERSIGN_HTTP_TLS_CLIENT_CA",
                "COUNTERSIGN_SERVICE_TLS_CA",
                "COUNTERSIGN_SERVICE_TLS_CERTIFICATE",
                "COUNTERSIGN_SERVICE_TLS_KEY"
            })
    void aFileThatIsNoPemStopsTheBootInOneLine(String name) throws Exception {
        var nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        var settings = new HashMap<>(http("server"));
        settings.put("COUNTERSIGN_HTTP_TLS_CLIENT_CA", ours.ca().toString());
        settings.put("COUNTERSIGN_SERVICE_TLS_CA", ours.ca().toString());
        settings.put(
                "COUNTERSIGN_SERVICE_TLS_CERTIFICATE",
                ours.certificate("client").toString());
        settings.put("COUNTERSIGN_SERVICE_TLS_KEY", ours.key("client").toString());
        settings.put(name, nonsense.toString());

        try (var service = new ScriptedService()) {
            assertThatThrownBy(() -> start(service, settings).close())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageNotContaining("\n");
        }
    }

    private static ServerCredentials mutualTls() throws IOException {
        return TlsServerCredentials.newBuilder()
                .keyManager(
                        ours.certificate("server").toFile(), ours.key("server").toFile())
                .trustManager(ours.ca().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    private static Map<String, String> http(String holder) {
        return Map.of(
                "COUNTERSIGN_HTTP_TLS_CERTIFICATE", ours.certificate(holder).toString(),
                "COUNTERSIGN_HTTP_TLS_KEY", ours.key(holder).toString());
    }

    private static Map<String, String> service(Path ca) {
        return Map.of("COUNTERSIGN_SERVICE_TLS_CA", ca.toString());
    }

    private static Map<String, String> with(Map<String, String> settings, String name, Path file) {
        var more = new HashMap<>(settings);
        more.put(name, file.toString());
        return more;
    }

    private static Gateway start(ScriptedService service, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("COUNTERSIGN_SERVICE_ADDRESS", "localhost:" + service.port());
        environment.put("COUNTERSIGN_HTTP_PORT", "0");
        return Gateway.start(GatewayConfig.load(environment));
    }

    private static HttpResponse<String> plain(Gateway gateway) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request("http", gateway), BodyHandlers.ofString());
        }
    }

    /// @param holder of the certificate that the client shows; null: none
    private static HttpResponse<String> post(Gateway gateway, @Nullable String holder, Version version)
            throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(PemFiles.authorities(ours.ca()));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (holder == null) {
            keys.init(null, null);
        } else {
            keys.init(PemFiles.identity(folder.resolve(holder + ".pem"), folder.resolve(holder + ".key")), new char[0]);
        }
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (var client =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return client.send(request("https", gateway), BodyHandlers.ofString());
        }
    }

    private static HttpRequest request(String scheme, Gateway gateway) {
        return HttpRequest.newBuilder(URI.create("%s://localhost:%d%s".formatted(scheme, gateway.port(), Rig.LOGIN)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }
}
