package dev.countersign.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/// Whom a request comes from: who is connected, or, if that is a proxy of ours, whom it names in `X-Forwarded-For`.
///
/// The header is read from its end, where the last proxy wrote, up to the first address that is no proxy of ours:
/// what stands ahead of that was written by who knows whom.
///
/// @param proxies who is believed
record ClientAddress(InetAddressSet proxies) {
    private static final String HEADER = "X-Forwarded-For";

    /// As text, IPv6 without brackets and zone, as the API takes it; empty for a request that came by no network.
    String of(Request request) {
        return connected(request)
                .map(peer -> withoutZone(behind(peer, forwarded(request)).getHostAddress()))
                .orElse("");
    }

    private static String withoutZone(String address) {
        var zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private InetAddress behind(InetAddress peer, List<String> forwarded) {
        var client = peer;
        for (var hop : forwarded.reversed()) {
            if (!proxies.test(client)) {
                return client;
            }
            try {
                client = InetAddress.ofLiteral(hop);
            } catch (IllegalArgumentException _) {
                return client;
            }
        }
        return client;
    }

    private static Optional<InetAddress> connected(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                : Optional.empty();
    }

    private static List<String> forwarded(Request request) {
        return request.getHeaders().getValuesList(HEADER).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
