package dev.countersign.login;

import dev.countersign.passcode.DeviceRule;
import dev.countersign.privacy.Attributes;
import dev.countersign.privacy.Sealed;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compares what is seen of a device with what was seen when the code was asked for. What is not known matches
/// nothing.
///
/// @param open what was sealed then
record SameDevice(MatchRequired required, Attributes seen, Function<@Nullable Sealed, Attributes> open)
        implements DeviceRule {

    @Override
    public boolean allows(@Nullable Sealed issuedTo) {
        var then = open.apply(issuedTo);
        return (!required.ipAddress() || isSameAddress(then.ipAddress(), seen.ipAddress()))
                && (!required.userAgent() || isSame(then.userAgent(), seen.userAgent()));
    }

    private static boolean isSame(String then, String now) {
        return !now.isEmpty() && now.equals(then);
    }

    /// An address has more than one spelling.
    private static boolean isSameAddress(String then, String now) {
        return isSame(then, now)
                || address(now)
                        .filter(found -> address(then).filter(found::equals).isPresent())
                        .isPresent();
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
