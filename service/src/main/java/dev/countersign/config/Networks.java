package dev.countersign.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Some IP addresses, written as `10.0.0.0/8, ::1`: single ones and whole networks (RFC 4632, RFC 4291).
public record Networks(List<Network> networks) {

    /// @throws IllegalArgumentException for anything else; names of hosts are none
    public static Networks parse(String text) {
        return new Networks(
                Arrays.stream(text.split(",", -1)).map(Network::parse).toList());
    }

    public boolean contain(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /// The addresses whose first bits are those of another one.
    public record Network(InetAddress address, int bits) {
        private static Network parse(String text) {
            var parts = text.strip().split("/", 2);
            var address = InetAddress.ofLiteral(parts[0]);
            var all = Byte.SIZE * address.getAddress().length;
            var bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException(text);
            }
            return new Network(address, bits);
        }

        private boolean contains(InetAddress other) {
            return address.getAddress().length == other.getAddress().length
                    && prefix(address).equals(prefix(other));
        }

        private BigInteger prefix(InetAddress one) {
            var bytes = one.getAddress();
            return new BigInteger(1, bytes).shiftRight(Byte.SIZE * bytes.length - bits);
        }
    }
}
