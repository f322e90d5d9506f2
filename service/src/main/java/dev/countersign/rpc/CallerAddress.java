package dev.countersign.rpc;

import dev.countersign.config.Networks;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The IP address that a call comes from: that of the peer, or, where the peer is a gateway, whom the gateway calls
/// for.
///
/// @param gateways who is believed; what others say of themselves counts for nothing
record CallerAddress(Networks gateways) {
    /// One address, without a port.
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);

    /// Empty for calls that come by no network.
    Optional<InetAddress> of(ServerCall<?, ?> call, Metadata headers) {
        return peer(call)
                .map(peer -> gateways.contain(peer) ? forwarded(headers).orElse(peer) : peer);
    }

    private static Optional<InetAddress> peer(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
                ? Optional.ofNullable(peer.getAddress())
                : Optional.empty();
    }

    private static Optional<InetAddress> forwarded(Metadata headers) {
        var text = headers.get(HEADER);
        try {
            return text == null ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
