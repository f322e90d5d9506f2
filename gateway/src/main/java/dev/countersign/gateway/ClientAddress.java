package dev.countersign.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/// Whom a request comes from: who is connected, or, if that is a proxy of ours, whom it names in `X-Forwarded-For`.
///
/// The header is read from its end, where the last proxy wrote, up to the first address that is no proxy of ours:
/// what stands ahead of that was written by who knows whom. Some proxies write a port behind the address: it counts
/// for nothing.
///
/// @param proxies who is believed
record ClientAddress(InetAddressSet proxies) {
    private static final String HEADER = "X-Forwarded-For";

    /// `192.0.2.1:443`, `[2001:db8::1]:443` or `[2001:db8::1]`.
    private static final Pattern DRESSED = Pattern.compile("([0-9.]+):[0-9]{1,5}|\\[([^\\[\\]]+)](?::[0-9]{1,5})?");

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
                client = InetAddress.ofLiteral(bare(hop));
            } catch (IllegalArgumentException _) {
                return client;
            }
        }
        return client;
    }

    private static String bare(String hop) {
        var form = DRESSED.matcher(hop);
        if (!form.matches()) {
            return hop;
        }
        return form.group(1) != null ? form.group(1) : form.group(2);
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
                .filter(hop -> !hop.isEmpty())
                .toList();
    }
}
