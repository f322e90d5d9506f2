package dev.countersign.rpc;

import dev.countersign.config.Networks;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Where and how the service listens.
///
/// @param host a name or an address of this machine
/// @param port 0: any free one
/// @param tls empty: plain text
/// @param maxCalls how many calls are worked on at once
/// @param allowPlaintext whether other machines may be served in plain text
/// @param maxConnectionAge after this time a connection is asked to be made anew, so that load spreads; empty: never
/// @param gateways who is believed whom it calls for
public record Endpoint(
        String host,
        int port,
        int maxCalls,
        Optional<Tls> tls,
        boolean allowPlaintext,
        Optional<Duration> maxConnectionAge,
        Networks gateways) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /// Refuses to tell codes to a network that may listen.
    ///
    /// @throws IllegalArgumentException if other machines would be served in plain text without being asked for
    public Endpoint {
        if (tls.isEmpty() && !allowPlaintext && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("grpc.host = " + host + " can be reached from other machines: set"
                    + " grpc.tls.certificate and grpc.tls.key, or grpc.allow-plaintext = true");
        }
    }

    ServerCredentials credentials() throws IOException {
        return tls.isPresent() ? tls.get().credentials() : InsecureServerCredentials.create();
    }

    /// True if only this machine can reach it.
    public boolean isLoopback() {
        return LOOPBACK.contains(host);
    }

    /// PEM files.
    ///
    /// @param clientCa who signs the certificates that callers must show; empty: they need none
    public record Tls(Path certificate, Path key, Optional<Path> clientCa) {
        private ServerCredentials credentials() throws IOException {
            var builder = TlsServerCredentials.newBuilder().keyManager(certificate.toFile(), key.toFile());
            if (clientCa.isPresent()) {
                builder.trustManager(clientCa.get().toFile()).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        }
    }
}
