package dev.countersign.privacy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 address. Every address has one text form, so that equal addresses are equal texts. Personal
/// data: its text form is masked.
public final class IpAddress {
    private static final int KEPT_BYTES_OF_4 = 3;
    private static final int KEPT_BYTES_OF_6 = 6;
    private static final char ZONE = '%';

    private final InetAddress address;

    private IpAddress(InetAddress address) {
        this.address = address;
    }

    /// Reads a literal; empty for anything else, for IPv4 in other forms than four decimal numbers, and for an address
    /// with a zone: that means something on one machine only. Asks no name server.
    public static Optional<IpAddress> parse(String text) {
        if (text.indexOf(ZONE) >= 0) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.ofLiteral(text);
            var isShortened = text.indexOf(':') < 0 && !address.getHostAddress().equals(text);
            return isShortened ? Optional.empty() : Optional.of(new IpAddress(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The address itself.
    public String text() {
        return address.getHostAddress();
    }

    /// The network alone: the first 24 bits of IPv4, the first 48 of IPv6, and zeros.
    public String masked() {
        var bytes = address.getAddress();
        Arrays.fill(bytes, address instanceof Inet4Address ? KEPT_BYTES_OF_4 : KEPT_BYTES_OF_6, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }

    @Override
    public String toString() {
        return masked();
    }
}
