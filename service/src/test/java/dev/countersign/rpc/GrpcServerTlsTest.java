package dev.countersign.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.config.Networks;
import dev.countersign.rpc.Endpoint.Tls;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class GrpcServerTlsTest {
    private final Door door = new Door(
            16,
            (project, secret) -> Optional.empty(),
            problem -> false,
            new RecordingMetrics(),
            refused -> {},
            Networks.parse("::1"));

    private Path folder;
    private Tls server;
    private Tls friend;
    private Tls stranger;

    @BeforeAll
    void makeCertificates(@TempDir Path folder) throws Exception {
        this.folder = folder;
        server = Certificates.create(folder, "server");
        friend = Certificates.create(folder, "friend");
        stranger = Certificates.create(folder, "stranger");
    }

    @Test
    void aCallerThatTrustsTheCertificateIsServed() throws IOException {
        try (var grpc = serving(server)) {
            assertThat(health(grpc, trusting().build())).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void plainTextIsNotServedBesideTls() {
        try (var grpc = serving(server)) {
            assertThatThrownBy(() -> health(grpc, InsecureChannelCredentials.create()))
                    .hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void withAClientAuthorityCallersNeedACertificateOfIt() throws IOException {
        var mutual = new Tls(server.certificate(), server.key(), Optional.of(friend.certificate()));
        try (var grpc = serving(mutual)) {
            assertThat(health(grpc, showing(friend))).isEqualTo(ServingStatus.SERVING);
            assertThatThrownBy(() -> health(grpc, showing(stranger))).hasMessageContaining("UNAVAILABLE");
            assertThatThrownBy(() -> health(grpc, trusting().build())).hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void aMissingFileIsToldInOneLine() {
        var missing = new Tls(folder.resolve("missing.pem"), server.key(), Optional.empty());

        assertThatThrownBy(() -> serving(missing))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("missing.pem")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileThatIsNoKeyIsToldInOneLine() throws IOException {
        var nonsense = Files.writeString(folder.resolve("nonsense.key"), "nonsense");
        var wrong = new Tls(server.certificate(), nonsense, Optional.empty());

        assertThatThrownBy(() -> serving(wrong))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("grpc.tls")
                .hasMessageNotContaining("\n");
    }

    private GrpcServer serving(Tls tls) {
        var endpoint = new Endpoint(
                "127.0.0.1",
                0,
                1000,
                Optional.of(tls),
                false,
                Optional.of(Duration.ofHours(1)),
                Networks.parse("127.0.0.0/8, ::1"));
        var grpc = new GrpcServer(endpoint, door, List.of());
        grpc.start();
        grpc.ready();
        return grpc;
    }

    private TlsChannelCredentials.Builder trusting() throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(server.certificate().toFile());
    }

    private ChannelCredentials showing(Tls certificate) throws IOException {
        return trusting()
                .keyManager(
                        certificate.certificate().toFile(), certificate.key().toFile())
                .build();
    }

    private static ServingStatus health(GrpcServer grpc, ChannelCredentials credentials) {
        var channel = NettyChannelBuilder.forAddress("localhost", grpc.port(), credentials)
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Duration.ofSeconds(5))
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }
}
