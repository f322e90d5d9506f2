package dev.countersign.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/// Addresses of machines as settings name them.
final class Hosts {
    private Hosts() {}

    /// A host and a port, such as `10.0.0.7:9090`, `[::1]:9090` or `countersign.internal:9090`.
    static URI parse(String setting, String text) {
        try {
            var address = new URI("grpc://" + text).parseServerAuthority();
            var plain = address.getUserInfo() == null && address.getAuthority().equals(text);
            if (plain && address.getPort() > 0 && address.getPort() < 65_536) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below, in one line.
        }
        throw new ConfigException(
                "%s is \"%s\", but must be HOST:PORT, such as 127.0.0.1:9090".formatted(setting, text));
    }

    /// How to name the machine that listens on this address: where that is all of its addresses, by its own name.
    static String reachable(String host) {
        if (!host.equals("0.0.0.0") && !host.equals("::") && !host.equals("[::]")) {
            return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /// Whether this name stays on this machine. Names other than `localhost` are not looked up: what they stand for may
    /// change.
    static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
